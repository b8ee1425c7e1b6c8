import type { Finding } from "../domain/finding.ts";
import type { Manifest } from "../domain/manifest.ts";
import type { ManifestPolicy, ManifestSet } from "../domain/policy.ts";
import { at, type Spot } from "../domain/spot.ts";
import { found, workload } from "./_example.ts";
import { allContainersOf, called, findingAt, variablesOf } from "./_manifest.ts";

const traced = (rate: string) => [
  { name: "LANGSMITH_TRACING", value: "true" },
  { name: "LANGSMITH_TRACING_SAMPLING_RATE", value: rate },
];

/** LangSmith sees a sample. */
export const traceEverything = {
  id: "trace-everything",
  about: "manifests",
  why: "Each trace carries prompt and answer to another company, is billed, and is buffered in the gateway while that is slow.",
  severity: "warning",
  examples: { passes: found(workload({ env: traced("0.01") })), fails: found(workload({ env: traced("1") })) },
  check,
} satisfies ManifestPolicy;

const words = {
  id: "trace-everything",
  severity: "warning",
  action: "Trace a sample: tracing: { langsmith: 1% }, or LANGSMITH_TRACING_SAMPLING_RATE=0.01.",
} as const;

function check(set: ManifestSet): readonly Finding[] {
  const share = set.forecast?.deployment.gateway?.langsmith ?? null;
  if (share !== null && share >= 1) {
    const month = set.forecast?.traffic?.requestsPerMonth.p50 ?? null;
    const many =
      month === null ? "every request" : `all ${Math.round(month).toLocaleString("en-US")} requests of a month`;
    const path = ["spec", "gateway", "tracing", "langsmith"];
    return [{ ...words, path, message: `the gateway traces ${many} to LangSmith` }];
  }
  return set.manifests.flatMap((manifest) =>
    allContainersOf(manifest).flatMap((container) => ofContainer(manifest, container)),
  );
}

/** Where no rate is set, the SDK traces everything. docs.langchain.com/langsmith/sample-traces, seen 2026-11-28. */
function ofContainer(manifest: Manifest, container: Spot): readonly Finding[] {
  const variables = variablesOf(container);
  const variable = (names: readonly string[]) =>
    variables.find(({ name }) => names.includes(name))?.spot ?? { value: undefined, path: [] };
  const on = variable(["LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING_V2"]);
  if (String(at(on, "value").value).toLowerCase() !== "true") return [];
  const rate = variable(["LANGSMITH_TRACING_SAMPLING_RATE", "LANGCHAIN_TRACING_SAMPLING_RATE"]);
  const isSampled = rate.value !== undefined && !(Number(at(rate, "value").value) >= 1);
  if (isSampled) return [];
  return [findingAt(manifest, on, { ...words, message: `${called(manifest)} traces every request to LangSmith` })];
}
