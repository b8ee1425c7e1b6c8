import { Ajv, type AnySchemaObject, type ValidateFunction } from "ajv";
import type { ShapeProblem } from "../../ports/manifest-schemas.ts";
import { problemsOfSchema } from "../schema-problems.ts";
import { applicationAutoScalingSchemas } from "./application-auto-scaling.ts";
import { awsLambdaSchemas } from "./aws-lambda.ts";
import { azureContainerAppsSchemas } from "./azure-container-apps.ts";
import { cloudRunSchemas } from "./cloud-run.ts";
import { providerHttpSchemas } from "./provider-http.ts";
import { sageMakerSchemas } from "./sagemaker.ts";

/** By `<apiVersion> <Kind>`: kinds that no npm package has a schema of, each with exactly the fields that the templates emit. */
const SCHEMAS: Readonly<Record<string, AnySchemaObject>> = {
  ...sageMakerSchemas,
  ...applicationAutoScalingSchemas,
  ...cloudRunSchemas,
  ...azureContainerAppsSchemas,
  ...providerHttpSchemas,
  ...awsLambdaSchemas,
};

/** The kinds, by version: `{"sagemaker.services.k8s.aws/v1alpha1": "Model EndpointConfig Endpoint"}`. */
export const OWN_KINDS: Readonly<Record<string, string>> = Object.fromEntries(
  [...Map.groupBy(Object.keys(SCHEMAS), versionOf)].map(([version, names]) => [
    version,
    names.map((name) => name.slice(version.length + 1)).join(" "),
  ]),
);

const compiled = new Map<string, ValidateFunction>();

/** What does not fit; null where the schema is not ours. */
export function ownProblems(
  manifest: object,
  { apiVersion, kind }: { readonly apiVersion: string; readonly kind: string },
): readonly ShapeProblem[] | null {
  const key = `${apiVersion} ${kind}`;
  const schema = Object.hasOwn(SCHEMAS, key) ? SCHEMAS[key] : undefined;
  if (schema === undefined) return null;
  const validate = compiled.get(key) ?? new Ajv({ allErrors: true, verbose: true }).compile(schema);
  compiled.set(key, validate);
  return validate(manifest) ? [] : problemsOfSchema(validate.errors ?? [], manifest);
}

function versionOf(name: string): string {
  return name.slice(0, name.indexOf(" "));
}
