import * as z from "zod";
import { readModelDeployment, readScenario, readSettings } from "../../../src/config/index.ts";
import { integer } from "../../../src/config/leaves.ts";
import { problemsOf } from "../../../src/config/problems.ts";
import { EXAMPLES } from "../../../src/config/yaml.ts";
import { SCHEMA } from "../../../src/mistakes/schema.ts";
import { InputError } from "../../../src/ports/failure.ts";
import { showEach } from "../../support/mistakes.ts";
import { deployment, replaced, scenario, settings, smallDeployment } from "../config/examples.ts";

const VERSION = "loadline.dev/v1alpha1";
const read = (from: string, to: string) => () =>
  readModelDeployment(replaced(deployment, from, to), "models/chat.yaml");
const load = (from: string, to: string) => () => readScenario(replaced(scenario, from, to), "night.yaml");
const file = (text: string) => () => readModelDeployment(text, "models/chat.yaml");

/** What no format of today can be told: a schema of the test's own, through the same words. */
const schema = (shape: z.ZodType, value: unknown) => () => {
  const place = () => ({ line: 1, column: 1 });
  const issues = shape.safeParse(value).error?.issues ?? [];
  const origin = { file: "own.yaml", value, locate: place, locateKey: place, source: () => null };
  throw new InputError(problemsOf(issues, origin));
};

showEach("schema", SCHEMA, {
  noMapping: [file("- a\n"), "a list", "ModelDeployment", EXAMPLES],
  otherVersion: [file(replaced(smallDeployment, "v1alpha1", "v2")), VERSION],
  otherKind: [file(scenario), "Scenario", "ModelDeployment"],
  unknownKind: [
    file(replaced(smallDeployment, "ModelDeployment", "ModelDeploymnt")),
    "ModelDeployment",
    'Did you mean "ModelDeployment"?',
  ],
  unknownKey: [read("restartEvery: 2d", "restartEvery: 2d, tomorrow: 1"), '"tomorrow"', ["restartEvery"], null],
  badKey: [read("p95: 800ms", "p0: 800ms"), '"p0"', "a percentile from p1 to p99.9, such as p95"],
  missingKey: [read("    id: Qwen/Qwen2.5-7B-Instruct\n", ""), "id", "meta-llama/Llama-3.1-8B-Instruct"],
  missingItem: [schema(z.array(integer({ wanted: "tokens", example: "128" })), [undefined]), "128"],
  tooFew: [() => readSettings(replaced(settings, '["teams/*/models/*.yaml"]', "[]"), "loadline.yaml"), "1"],
  tooLong: [schema(z.string().max(3), "long"), "3"],
  noList: [read("[web, batch]", "web")],
  missingMapping: [file(replaced(smallDeployment, "  scaling: { mode: fixed, replicas: 1 }\n", "")), "scaling"],
  emptyMapping: [read("budget: { monthlyUsd: 1500.5 }", "budget:"), "budget"],
  valueForMapping: [read("budget: { monthlyUsd: 1500.5 }", "budget: 1500")],
  otherWord: [schema(z.enum(["red", "green"]), "blue"), ["red", "green"]],
  noneOfSeveral: [read("2026-12-25, {", "[2026-12-25], {"), '"2026-12-25" or { date: "2026-12-24", like: saturday }'],
  noVariant: [load("kind: linear", "kind: lineal"), "kind", [], 'Did you mean "linear"?'],
  otherwise: [schema(z.iso.date({ error: "a date" }), "never"), "a date"],
});
