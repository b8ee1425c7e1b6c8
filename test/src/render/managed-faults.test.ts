import { load } from "js-yaml";
import { describe, expect, it } from "vitest";
import { kubernetesModels } from "../../../src/adapters/kubernetes-models.ts";
import { renderManifests } from "../../../src/render/manifests.ts";
import { validateTexts } from "../../../src/render/validate.ts";
import { managedCalled } from "./managed-variety.ts";
import { shippedTemplates } from "./sample.ts";

const schemas = kubernetesModels();
type Step = string | number;
type Tree = { [key: Step]: Tree | unknown };

async function rendered(file: string): Promise<Tree> {
  const files = [...renderManifests(managedCalled("sagemaker that scales"), await shippedTemplates())];
  return load(files.find(([path]) => path.endsWith(`/${file}.yaml`))?.[1] ?? "") as Tree;
}

const VARIANT = ["spec", "productionVariants", 0] as const;

/** What our own schemas must refuse: file, where, what (undefined: taken away), and what must be said. */
const FAULTS: readonly (readonly [string, readonly Step[], unknown, string])[] = [
  ["model", ["apiVersion"], "sagemaker.services.k8s.aws/v1beta1", "no API version"],
  ["model", ["kind"], "Modell", "did you mean `Model`?"],
  ["model", ["spec", "executionRoleArn"], "x", "did you mean `executionRoleARN`?"],
  ["model", ["spec", "executionRoleARN"], undefined, "`executionRoleARN` is required"],
  ["model", ["spec", "executionRoleARN"], "sagemaker-execution", "spec.executionRoleARN: "],
  ["model", ["spec", "primaryContainer", "environment", "A B"], "x", "spec.primaryContainer.environment"],
  ["model", ["spec", "primaryContainer", "environment", "A"], 5, "`5` is not a string"],
  ["endpoint-config", [...VARIANT, "instanceTyp"], "x", "did you mean `instanceType`?"],
  ["endpoint-config", [...VARIANT, "instanceType"], "g5.2xlarge", "instanceType: "],
  ["endpoint-config", [...VARIANT, "initialInstanceCount"], 0, "initialInstanceCount: "],
  [
    "endpoint-config",
    [...VARIANT, "containerStartupHealthCheckTimeoutInSeconds"],
    3601,
    "HealthCheckTimeoutInSeconds: ",
  ],
  ["endpoint-config", [...VARIANT, "routingConfig", "routingStrategy"], "ROUND_ROBIN", "is not one of"],
  ["endpoint-config", ["spec", "productionVariants"], [], "spec.productionVariants: "],
  ["endpoint", ["spec", "endpointConfigName"], undefined, "`endpointConfigName` is required"],
  ["endpoint", ["spec", "endpointName"], "a_b", "spec.endpointName: "],
  ["scalable-target", ["spec", "serviceNamespace"], "ecs", "is not one of"],
  ["scalable-target", ["spec", "minCapacity"], 0, "minCapacity: "],
  ["scalable-target", ["spec", "maxCapacity"], "8", "is not an integer"],
  ["scaling-policy", ["spec", "policyTyp"], "x", "did you mean `policyType`?"],
  ["scaling-policy", ["spec", "targetTrackingScalingPolicyConfiguration", "targetValue"], 0, "targetValue: "],
];

describe("our own schemas", () => {
  it.each(FAULTS)("refuse a %s with %j = %j", async (...[file, path, value, expected]) => {
    const manifest = await rendered(file);
    let at = manifest;
    for (const step of path.slice(0, -1)) at = at[step] as Tree;
    const last = path.at(-1) ?? "";
    if (value === undefined) delete at[last];
    else at[last] = value;
    const files = new Map([["f.json", JSON.stringify(manifest)]]);
    const { invalid, skipped } = await validateTexts(files, schemas, { kubernetes: "1.34" });
    expect(skipped).toEqual([]);
    expect(invalid.map(({ path: where, message }) => `${where}: ${message}`).join("\n")).toContain(expected);
  });
});
