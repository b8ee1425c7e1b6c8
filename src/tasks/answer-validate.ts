import { findingJson, nowhere, validateText } from "../report/index.ts";
import type { Answer } from "./answer.ts";
import { type ValidatePorts, type ValidateRequest, validateManifests } from "./validate-manifests.ts";

/** `validate`: every manifest in the files and folders named, with what an API server would refuse and what policies say. */
export async function answerValidate(request: ValidateRequest, ports: ValidatePorts): Promise<Answer> {
  const result = await validateManifests(request, ports);
  const isBlocked = result.findings.some(({ severity }) => severity === "blocking");
  return {
    code: result.invalid.length > 0 || isBlocked ? 1 : 0,
    document: () => ({
      ...{ schema: "loadline.validate/v1", ...result },
      findings: result.findings.map((finding) => findingJson(finding, "", nowhere)),
    }),
    text: () => validateText(result),
  };
}
