import fc from "fast-check";
import { load } from "js-yaml";
import { beforeAll, describe, expect, it } from "vitest";
import { kubernetesModels } from "../../../src/adapters/kubernetes-models.ts";
import { InputError } from "../../../src/ports/failure.ts";
import { dockerfileFaults, instructionsOf } from "../../../src/render/dockerfile.ts";
import { renderManifests } from "../../../src/render/manifests.ts";
import { validateTexts } from "../../../src/render/validate.ts";
import { HOSTILE, hostileText } from "./hostile.ts";
import { listAt, pick } from "./pick.ts";
import { chat, sample, shippedTemplates, varied, variety } from "./sample.ts";

let templates: ReadonlyMap<string, string>;
beforeAll(async () => {
  templates = await shippedTemplates();
});

const FOLDER = "clusters/prod/_build/ai-models/chat";
const built = variety["an image with the model in it"] ?? sample;
const fileOf = (input: typeof sample, name: string, texts = templates) =>
  renderManifests(input, texts).get(`${FOLDER}/${name}`) ?? "";

describe("the Dockerfile", () => {
  it("fetches the pinned model in a cached stage of its own and serves it offline, not as root", () => {
    const instructions = instructionsOf(fileOf(built, "Dockerfile"));
    const said = instructions.map(({ keyword, rest }) => `${keyword} ${rest}`);
    expect(said.filter((one) => one.startsWith("FROM "))).toEqual([
      `FROM ${chat.engine.image} AS model`,
      `FROM ${chat.engine.image}`,
    ]);
    expect(said).toContain("ENV MODEL_REVISION=0e9e39f");
    expect(said).toContain("ENV HF_HUB_OFFLINE=1");
    expect(said.at(-1)).toBe("USER 1000:1000");
    const [download] = said.filter((one) => one.includes("snapshot_download"));
    expect(download).toMatch(/--mount=type=cache.*--mount=type=secret.*until .*attempt/);
    expect(download).not.toContain(chat.model.id);
  });

  it("lies outside of what Argo CD syncs and of what GitHub runs", () => {
    const paths = [...renderManifests(built, templates).keys()].filter(
      (path) => !renderManifests(sample, templates).has(path),
    );
    expect(paths).toEqual([`${FOLDER}/Dockerfile`, `${FOLDER}/build-workflow.yaml`]);
  });

  it.each([
    ["a digest", { engine: { ...chat.engine, image: "vllm/vllm-openai:v0.15.1" } }, "spec.engine.image"],
    ["a revision", { model: { ...chat.model, revision: null } }, "spec.model.revision"],
  ])("is not written without %s", (_what, change, place) => {
    const input = varied({ deployment: { build: { registry: "ghcr.io/acme/chat" }, ...change } });
    expect(() => renderManifests(input, templates)).toThrow(place);
  });

  const withText = (text: string) =>
    varied({
      deployment: { build: { registry: "ghcr.io/acme/chat" }, model: { ...chat.model, id: text, revision: text } },
    });
  const keywords = (text: string) => instructionsOf(text).map(({ keyword }) => keyword);

  it("takes no instruction from a value: each is printed as it is, or refused", () => {
    const usual = keywords(fileOf(built, "Dockerfile"));
    const check = (text: string) => {
      try {
        const file = fileOf(withText(text), "Dockerfile");
        expect(keywords(file)).toEqual(usual);
        expect(file).toContain(`ENV MODEL_ID=${text}\n`);
      } catch (error) {
        expect(error).toBeInstanceOf(InputError);
      }
    };
    for (const text of [...HOSTILE, "a\nRUN id", "a b", "$(id)", "a\\", "`id`", "a'b", "#", "<<EOF"]) check(text);
    fc.assert(fc.property(hostileText, check), { numRuns: 100 });
    expect(() => fileOf(withText("a\nRUN id"), "Dockerfile")).toThrow(/spec\.build/);
  });

  it("may not be changed by somebody else's template to run as root or from a tag", () => {
    const replaced = (change: (text: string) => string) =>
      new Map([...templates].map(([key, text]) => [key, key.endsWith("Dockerfile.hbs") ? change(text) : text]));
    for (const change of [
      (text: string) => text.replace("USER 1000:1000", "USER root"),
      (text: string) => text.replaceAll("FROM {{word image}}", "FROM vllm/vllm-openai:latest"),
      (text: string) => text.replace("{{word image}}", "{{yaml image}}"),
      (text: string) => `${text}INSTALL x\n`,
    ]) {
      expect(() => renderManifests(built, replaced(change))).toThrow(InputError);
    }
  });
});

describe("Dockerfiles that are checked", () => {
  const image = `a@sha256:${"0".repeat(64)}`;
  it.each([
    [`FROM ${image}\nUSER 1\n`, []],
    [`ARG X=1\nFROM ${image} AS a\nFROM a\nRUN x \\\n  # why\n  y\nUSER 1\n`, []],
    ["FROM a:1\nUSER 1\n", ["1: FROM names an image without its digest (@sha256:…)"]],
    [`RUN x\nFROM ${image}\nUSER 1\n`, ["1: begins with FROM"]],
    [`FROM ${image}\n`, ["1: runs as root: the last stage ends with a USER that is not"]],
    [`FROM ${image}\nUSER 1\nUSER root\n`, ["3: runs as root: the last stage ends with a USER that is not"]],
    [`FROM ${image}\nRUNN x\nUSER 1\n`, ["2: `RUNN` is not an instruction"]],
  ])("%j", (text, faults) => {
    expect(dockerfileFaults(text).map(({ line, message }) => `${line}: ${message}`)).toEqual(faults);
  });
});

describe("the workflow", () => {
  const workflow = () => load(fileOf(built, "build-workflow.yaml"));

  it("pins every action, keeps expressions out of scripts and bounds its caches", () => {
    const steps = listAt(workflow(), "jobs", "build", "steps");
    for (const step of steps) {
      expect(String(pick(step, "uses") ?? `x@${"0".repeat(40)}`)).toMatch(/@[0-9a-f]{40}$/);
      expect(String(pick(step, "run") ?? "")).not.toContain("${");
    }
    const text = JSON.stringify(steps);
    expect(text).toMatch(/maxUsedSpace.*docker buildx prune --all --force.*delete-only-untagged-versions/);
    expect(pick(workflow(), "permissions")).toEqual({ contents: "read", packages: "write" });
  });

  it("is checked like everything else, and a fault in it has a line", async () => {
    const check = async (text: string) => {
      const result = await validateTexts(new Map([["w.yaml", text]]), kubernetesModels(), { kubernetes: "1.34" });
      expect(result.skipped).toEqual([]);
      return result.invalid.map(({ line, path, message }) => `${line} ${path} ${message}`);
    };
    const good = fileOf(built, "build-workflow.yaml");
    expect(await check(good)).toEqual([]);
    const moved = good.replace(/actions\/checkout@[0-9a-f]{40}/, "actions/checkout@v4");
    expect((await check(moved))[0]).toMatch(/^\d\d jobs\.build\.steps\[0\]\.uses `actions\/checkout@v4` is not pinned/);
    const injected = good.replace("docker buildx prune --all --force", `echo $${"{{ github.head_ref }}"}`);
    expect((await check(injected))[0]).toMatch(/run holds/);
    expect((await check(good.replace("permissions:", "permission:")))[0]).toMatch(/`permissions` is required/);
  });
});
