import type { Account } from "../../../planner/index.ts";
import { InputError } from "../../ports/failure.ts";
import type { RenderInput } from "../input.ts";

/** What may stand there, for who has not said it. */
const WANTED: Readonly<Record<keyof Account, { readonly what: string; readonly example: string }>> = {
  executionRole: {
    what: "the ARN of the IAM role that the server runs as",
    example: "arn:aws:iam::123456789012:role/sagemaker-serving",
  },
  project: { what: "the id of the Google Cloud project", example: "acme-serving" },
  serviceAccount: {
    what: "the address of the service account that the server runs as",
    example: "chat-server@acme-serving.iam.gserviceaccount.com",
  },
  environment: {
    what: "the Azure id of the managed environment",
    example: "/subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.App/managedEnvironments/<name>",
  },
  organization: { what: "the user or organisation at Hugging Face that owns the endpoint", example: "acme" },
  cloudRegion: { what: "the region of the cloud that spec.platform.region names", example: "us-east-1" },
};

/** A key of `spec.platform.account` that the platform cannot do without. */
export function accountValue({ deployment }: RenderInput, key: keyof Account): string {
  const { account, name } = deployment.platform;
  const value = account?.[key];
  if (value !== undefined) return value;
  const { what, example } = WANTED[key];
  throw renderRefusal(`spec.platform.account.${key}`, {
    found: "nothing",
    wanted: `${what}, for ${name}`,
    advice: `Add \`account: { ${key}: ${example} }\` below spec.platform.`,
  });
}

/** Where a platform has no place for secrets that only the server reads. */
export function refuseSecrets({ deployment }: RenderInput, words: { wanted: string; advice: string }): void {
  const { secrets } = deployment.access;
  if (secrets.length === 0) return;
  throw renderRefusal("spec.access.secrets", { found: secrets.map(({ name }) => name).join(", "), ...words });
}

/** Something in the ModelDeployment that a platform's resources cannot express. */
export function renderRefusal(at: string, mistake: { found: string; wanted: string; advice: string }): InputError {
  return new InputError([{ file: "ModelDeployment", line: null, column: null, at, ...mistake }]);
}
