import { beforeAll, describe, expect, it } from "vitest";
import type { RenderInput } from "../../../src/render/input.ts";
import { listAt, pick } from "./pick.ts";
import { renderedFiles } from "./rendered.ts";
import { sample, settings, shippedTemplates, variety } from "./sample.ts";
import { deploymentCalled } from "./serving-variety.ts";

let templates: ReadonlyMap<string, string>;
beforeAll(async () => {
  templates = await shippedTemplates();
});

const file = (input: RenderInput, name: string) => renderedFiles(input, templates).get(name);
const podOf = (input: RenderInput) => pick(file(input, "deployment.yaml"), "spec", "template", "spec");
const environment = (input: RenderInput) =>
  new Map(listAt(podOf(input), "containers", 0, "env").map((one) => [String(pick(one, "name")), one]));

describe("secrets", () => {
  it("come from the store that is named, and are mounted from the Secret that they become", () => {
    const input = deploymentCalled("several secrets, a disk of its own");
    const external = file(input, "external-secret.yaml");
    const entries = listAt(external, "spec", "data").map((one) => [
      ...[pick(one, "secretKey"), pick(one, "remoteRef", "key"), pick(one, "sourceRef", "storeRef", "name")],
    ]);
    expect(entries).toEqual([
      ["hf-token", "prod/hf", "aws-secrets-manager"],
      ["aws-access-key-id", "models/s3", "vault"],
    ]);
    const made = pick(external, "spec", "target", "name");
    const volume = listAt(podOf(input), "volumes").find((one) => pick(one, "secret") !== undefined);
    expect(pick(volume, "secret", "secretName")).toBe(made);
    const mount = listAt(podOf(input), "containers", 0, "volumeMounts").find(
      (one) => pick(one, "name") === pick(volume, "name"),
    );
    expect(mount).toMatchObject({ mountPath: "/secrets", readOnly: true });
    expect(pick(environment(input).get("HF_TOKEN_PATH"), "value")).toBe("/secrets/hf-token");
    // No engine reads the path of any other: that one comes as a variable as well.
    expect(pick(environment(input).get("AWS_ACCESS_KEY_ID"), "valueFrom", "secretKeyRef")).toEqual({
      name: made,
      key: "aws-access-key-id",
    });
  });

  it("of the hub are a variable for TGI, whose router takes no path", () => {
    const tgi = variety["tgi"] ?? sample;
    expect(environment(tgi).has("HF_TOKEN_PATH")).toBe(false);
    expect(pick(environment(tgi).get("HF_TOKEN"), "valueFrom", "secretKeyRef", "key")).toBe("hf-token");
  });

  it("never stand in a manifest as text", () => {
    for (const value of environment(sample).values()) expect(String(pick(value, "value"))).not.toMatch(/^hf_/);
    expect(environment(sample).has("HF_TOKEN")).toBe(false);
  });

  it("whose name begins with a digit are a variable all the same", () => {
    const secrets = [{ name: "1password", store: "vault", key: "a" }];
    const input = { ...sample, deployment: { ...sample.deployment, access: { ingressFrom: [], secrets } } };
    expect(environment(input).has("_1PASSWORD")).toBe(true);
  });

  it("come from the kind of store that the Settings name", () => {
    const kind = (input: RenderInput) =>
      pick(file(input, "external-secret.yaml"), "spec", "data", 0, "sourceRef", "storeRef", "kind");
    expect(kind(sample)).toBe("ClusterSecretStore");
    const kubernetes = { ...settings.kubernetes, secretStore: "SecretStore" } as const;
    expect(kind({ ...sample, settings: { ...settings, kubernetes } })).toBe("SecretStore");
  });

  it("are left out, file and volume, where there are none", () => {
    const none = variety["aks without labels, secrets or promises"] ?? sample;
    expect(file(none, "external-secret.yaml")).toBeUndefined();
    expect(listAt(podOf(none), "volumes").map((one) => pick(one, "name"))).not.toContain("secrets");
  });
});
