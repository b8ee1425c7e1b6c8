import { TEMPLATE } from "../../../src/mistakes/template.ts";
import type { ConfigSource } from "../../../src/ports/config-source.ts";
import { renderManifests } from "../../../src/render/manifests.ts";
import { compileTemplate } from "../../../src/render/template.ts";
import { withOverrides } from "../../../src/tasks/template-overrides.ts";
import { showEach } from "../../support/mistakes.ts";
import { sample, shippedTemplates, variety } from "../render/sample.ts";

const SERVICE = "kubernetes/service.yaml.hbs";
const DOCKERFILE = "build/Dockerfile.hbs";
const WORKFLOW = "build/build-workflow.yaml.hbs";
const built = variety["an image with the model in it"] ?? sample;

const written = (text: string) => () => compileTemplate(`line: 1\n${text}\n`, `templates/${SERVICE}`);
const printed =
  (text: string, data: Readonly<Record<string, unknown>> = {}, name = SERVICE) =>
  () =>
    compileTemplate(text, `templates/${name}`)(data);

/** A repository that has templates of its own. */
const source = (description: string, files: Readonly<Record<string, string>>) =>
  ({
    description,
    list: async () => Object.keys(files),
    read: async (path: string) => new TextEncoder().encode(files[path]),
  }) as unknown as ConfigSource;
const overridden =
  (...sources: readonly ConfigSource[]) =>
  () =>
    withOverrides({ read: shippedTemplates }, sources).read();

/** Renders with one of the shipped templates changed; "" takes it away. */
const changed = (name: string, change: (text: string) => string) => async () => {
  const texts = new Map(await shippedTemplates());
  const text = change(texts.get(name) ?? "");
  if (text === "") texts.delete(name);
  else texts.set(name, text);
  return renderManifests(name === SERVICE ? sample : built, texts);
};
const TEN = { xs: Array.from({ length: 200 }, () => 1) };

showEach("template", TEMPLATE, {
  unknownName: [
    overridden(source("acme/serving", { "templates/kubernetes/servce.yaml.hbs": "x" })),
    "templates/",
    `Did you mean "${SERVICE}" or "kubernetes/namespace.yaml.hbs"?`,
  ],
  tooLarge: [overridden(source("acme/serving", { [`templates/${SERVICE}`]: "x".repeat(300_000) })), 300_000],
  twoOwners: [
    overridden(
      source("acme/serving", { [`templates/${SERVICE}`]: "x" }),
      source("acme/other", { [`templates/${SERVICE}`]: "y" }),
    ),
    "acme/serving",
    "acme/other",
  ],
  unreadable: [written("{{#if x}}"), "Parse error on line 3 (got 'EOF')"],
  notOneValue: [written("a: {{lookup name 0}}"), "lookup", "yaml"],
  otherBlock: [written("{{#with name}}x{{/with}}"), "with"],
  foreignName: [written("a: {{yaml name.constructor}}"), "name.constructor"],
  computed: [written("a: {{yaml (lookup name 0)}}"), "lookup"],
  partial: [written("a: {{> other}}"), "{{> ...}}"],
  decorator: [written("{{* other}}"), "{{* ...}}"],
  missingName: [printed("a: 1\nb: {{yaml plan.typo}}", { plan: { gpus: 1 } }), "no value `plan.typo`"],
  endless: [printed("{{#each xs}}{{#each ../xs}}{{yaml this}}{{/each}}{{/each}}", TEN), 10_000],
  notPrinted: [printed("FROM {{word image}}", { image: "a b" }, DOCKERFILE), '"a b" is not a plain word'],
  missing: [changed(SERVICE, () => "")],
  noYaml: [changed(SERVICE, (text) => `${text}\nspec: {}\n`), ""],
  noManifest: [changed(SERVICE, (text) => `${text}---\nx: 1\n`), 2],
  otherManifest: [
    changed(SERVICE, (text) => text.replace("kind: Service", "kind: Secret")),
    '{"apiVersion":"v1","kind":"Secret","name":"chat","namespace":"ai-models"}',
    '{"apiVersion":"v1","kind":"Service","name":"chat","namespace":"ai-models"}',
  ],
  noWorkflow: [changed(WORKFLOW, (text) => text.replace(/^jobs:/m, "work:"))],
  otherInstructions: [changed(DOCKERFILE, (text) => `${text}{{word revision}} x\n`), "", ""],
  dockerfileFault: [changed(DOCKERFILE, (text) => text.replace("USER 1000:1000", "USER root")), 32, "runs as root"],
  danger: [
    changed(SERVICE, (text) => text.replace("spec:\n", "spec:\n  x: { hostNetwork: true }\n")),
    "hostNetwork: true",
  ],
});
