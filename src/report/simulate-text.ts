import * as z from "zod";
import { paintFor } from "./paint.ts";
import { count, decimal, duration, share } from "./quantities.ts";
import { LATENCY_HEAD } from "./simulated-rows.ts";
import { textTable } from "./table.ts";
import { visible } from "./visible.ts";
import { wrapped } from "./wrap.ts";

const maybe = z.number().nullable();
const percentiles = z.object({ mean: maybe, p50: maybe, p90: maybe, p95: maybe, p99: maybe });
const interval = z.object({ mean: z.tuple([z.number(), z.number()]).nullable() });

/** What the table shows of a `loadline.simulate/v1` document; other keys are nobody's business here. */
const summaryShape = z.object({
  requests: z.record(z.string(), z.number()),
  ttftMs: percentiles,
  tpotMs: percentiles,
  itlMs: percentiles,
  e2eMs: percentiles,
  throughput: z.object({ requestsPerSecond: maybe, outputTokensPerSecond: maybe }),
  kv: z.object({ blocks: z.number(), meanUse: maybe, maxUse: maybe }),
  prefixCache: z.object({ promptTokens: z.number(), cachedTokens: z.number() }).optional(),
  preemptions: z.number(),
  retries: z.number().default(0),
  disruptions: z.record(z.string(), z.number()).default({}),
  stalled: z.string().nullable().default(null),
  steps: z.number(),
  simulatedSeconds: z.number(),
  replicas: z.object({ mean: z.number(), max: z.number() }).optional(),
  coverage: z.object({ status: z.string(), why: z.string() }),
  interval90: z.object({ ttftMs: interval, tpotMs: interval, e2eMs: interval }),
});
type Summary = z.output<typeof summaryShape>;

const refusalShape = z.object({ error: z.object({ kind: z.string(), message: z.string() }) });

/** The terminal's answer of `simulate`, from the document that `--json` prints. */
export function simulateText(document: object, style: { readonly width: number; readonly color: boolean }): string {
  const paint = paintFor(style.color);
  const refusal = refusalShape.safeParse(document);
  if (refusal.success) {
    const { kind, message } = refusal.data.error;
    return `${paint.bad(`✗ ${visible(kind, 80)}`)}: ${visible(message)}\n`;
  }
  const summary = summaryShape.parse(document);
  const { status, why } = summary.coverage;
  const lines = [
    paint.bold(requestLine(summary)),
    "",
    ...latencyTable(summary),
    "",
    ...factTable(summary),
    ...troubleLines(summary, style.width).map(paint.bad),
    "",
    ...wrapped(`Step times: ${status}; ${visible(why)}`, style.width, { first: "  ", next: "  " }).map(paint.dim),
  ];
  return `${lines.join("\n")}\n`;
}

function requestLine({ requests }: Summary): string {
  const { arrived = 0, ...ends } = requests;
  const shown = Object.entries(ends).filter(([name, n]) => n > 0 || name === "completed");
  const list = shown.map(
    ([name, n]) => `${count(n)} ${name.replace(/[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`)}`,
  );
  return `${count(arrived)} requests: ${list.join(", ")}`;
}

const TROUBLES = [
  ["nodesLost", "nodes lost"],
  ["spotInterruptions", "spot interruptions"],
  ["outOfMemoryKills", "replicas killed for memory (exit code 137)"],
  ["restarts", "replicas restarted"],
  ["requestsCutOff", "answers cut off"],
] as const;

/** What went wrong, where anything did. */
function troubleLines({ retries, disruptions, stalled }: Summary, width: number): readonly string[] {
  const known = TROUBLES.map(([key, words]) => [disruptions[key] ?? 0, words] as const);
  const said = [...known, [retries, "retries"] as const]
    .filter(([n]) => n > 0)
    .map(([n, words]) => `${words}: ${count(n)}`);
  if (stalled !== null) said.push(`the simulation could go no further: ${visible(stalled)}`);
  if (said.length === 0) return [];
  return ["", ...wrapped(`Disruptions: ${said.join("; ")}.`, width, { first: "  ", next: "  " })];
}

function latencyTable({ ttftMs, tpotMs, itlMs, e2eMs, interval90 }: Summary): readonly string[] {
  const rows: readonly (readonly [string, z.output<typeof percentiles>, readonly [number, number] | null])[] = [
    ["Time to first token", ttftMs, interval90.ttftMs.mean],
    ["Time per output token", tpotMs, interval90.tpotMs.mean],
    ["Between tokens", itlMs, null],
    ["End to end", e2eMs, interval90.e2eMs.mean],
  ];
  return textTable({
    head: [...LATENCY_HEAD, "90 % interval of the mean"],
    rows: rows.map(([label, { mean, p50, p90, p95, p99 }, ends]) => [
      label,
      ...[mean, p50, p90, p95, p99].map((value) => duration(value, 3)),
      ends === null ? "" : `${duration(ends[0], 3)} – ${duration(ends[1], 3)}`,
    ]),
    right: [1, 2, 3, 4, 5, 6],
    indent: 2,
  });
}

function factTable({
  throughput,
  kv,
  prefixCache,
  preemptions,
  steps,
  simulatedSeconds,
  replicas,
}: Summary): readonly string[] {
  const rate = (value: number | null) => (value === null ? "–" : decimal(value, 4));
  const rows = [
    [
      "Throughput",
      `${rate(throughput.requestsPerSecond)} requests/s`,
      `${rate(throughput.outputTokensPerSecond)} tokens/s`,
    ],
    ["KV cache", `${count(kv.blocks)} blocks`, `${share(kv.meanUse)} used on average, ${share(kv.maxUse)} at most`],
    ...(prefixCache !== undefined && prefixCache.cachedTokens > 0
      ? [["Prefix cache", `${share(prefixCache.cachedTokens / prefixCache.promptTokens)} hits`, "of prompt tokens"]]
      : []),
    ["Steps", count(steps), `${count(preemptions)} preemptions`],
    ...(replicas !== undefined && (replicas.max > 1 || replicas.mean < 0.995)
      ? [["Replicas", `${decimal(replicas.mean, 3)} on average`, `${count(replicas.max)} at most`]]
      : []),
    ["Simulated time", duration(1000 * simulatedSeconds, 4), ""],
  ];
  return textTable({ head: ["", "", ""], rows, right: [1], indent: 2 });
}
