import { beforeAll, describe, expect, it } from "vitest";
import { redactPair } from "../../../src/render/diff/redact.ts";
import { listAt, pick } from "./pick.ts";
import { renderedFiles } from "./rendered.ts";
import { chat, shippedTemplates } from "./sample.ts";
import { deploymentCalled } from "./serving-variety.ts";

let templates: ReadonlyMap<string, string>;
beforeAll(async () => {
  templates = await shippedTemplates();
});

const filesOf = (name: string) => renderedFiles(deploymentCalled(name), templates);
const serverOf = (name: string) =>
  pick(filesOf(name).get("deployment.yaml"), "spec", "template", "spec", "containers", 0);
const BUILT = "served from the image that was built";

describe("a model in the image", () => {
  it("is served from its folder, under its own name, without the hub and without its token", () => {
    const server = serverOf(BUILT);
    const args = listAt(server, "args");
    expect(args[args.indexOf("--model") + 1]).toBe("/model");
    expect(args[args.indexOf("--served-model-name") + 1]).toBe(chat.model.id);
    expect(args).not.toContain("--revision");
    expect(listAt(server, "env")).toContainEqual({ name: "HF_HUB_OFFLINE", value: "1" });
    expect(JSON.stringify([...filesOf(BUILT).values()])).not.toMatch(/hf-token|HF_TOKEN/);
    const mounts = listAt(server, "volumeMounts").map((mount) => String(pick(mount, "mountPath")));
    expect(mounts.filter((path) => path === "/" || `${path}/`.startsWith("/model/"))).toEqual([]);
    expect(pick(server, "securityContext", "readOnlyRootFilesystem")).toBe(true);
  });

  it("is not there before the image bears the name of the registry", () => {
    const args = listAt(serverOf("an image with the model in it"), "args");
    expect(args[args.indexOf("--model") + 1]).toBe(chat.model.id);
    expect(args).not.toContain("--served-model-name");
    expect(filesOf("an image with the model in it").has("Dockerfile")).toBe(true);
    expect(filesOf(BUILT).has("Dockerfile")).toBe(false);
  });
});

describe("a Dockerfile in a diff", () => {
  it("is shown as it is where it only names secrets", () => {
    const text = String(filesOf("an image with the model in it").get("Dockerfile"));
    expect(text).toContain("type=secret");
    expect(redactPair(null, text)).toEqual([null, text]);
  });

  it("loses what it assigns to a secret, and an unreadable Secret stays hidden", () => {
    const text = 'FROM a:1\nENV HF_TOKEN=hf_abc\nARG API_KEY "two words"\nENV PASSWORD plain\nRUN true\n';
    const [, shown] = redactPair(null, text);
    expect(shown).toMatch(/^FROM a:1$/m);
    expect(shown).toContain("RUN true");
    expect(shown).not.toMatch(/hf_abc|two words|plain/);
    const [, secret] = redactPair(null, "kind: Secret\nstringData:\n  a: [b\n");
    expect(secret).toMatch(/not shown/);
  });
});
