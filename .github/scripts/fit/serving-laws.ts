import { gpus } from "../../../planner/gpus/index.generated.ts";
import { isAtLeast } from "../../../planner/index.ts";
import type { MeasuredCase, MeasuredServing, ServingError } from "../../../planner/steps/fitted.ts";
import type { KernelLaws } from "../../../planner/steps/kernel-laws.ts";
import {
  ASYNCHRONOUS_SINCE,
  EXPERTS_SINCE,
  type ServingLaw,
  withoutFactors,
} from "../../../planner/steps/serving-law.ts";
import { type PreparedRow, versionOf } from "./closed-loop.ts";
import { asWritten } from "./law-files.ts";
import { DEFAULT_VERSION, fitServing, modelOf, type ServingQuestion } from "./serving.ts";
import type { SiliconRow } from "./silicon.ts";
import { isHeldBack } from "./split.ts";
import {
  errorOf,
  evenError,
  firstTokensOf,
  summaryOf,
  type UnseenRow,
  unseenBy,
  unseenModels,
  unseenRows,
} from "./unseen.ts";

const SERVERS = "ai-dynamo/aiconfigurator@095f58a silicon_sample.csv";
const STEPS = "inference-sim/inference-sim@9293b22 step periods";

/** Which servers one law is fitted on. */
export interface ServingGroup {
  readonly id: string;
  readonly engine: "vllm" | "sglang";
  readonly generation: string;
  readonly capabilities: readonly string[];
}

export const GROUPS: readonly ServingGroup[] = [
  { id: "hopper-vllm", engine: "vllm", generation: "Hopper", capabilities: ["9.0"] },
  { id: "blackwell-vllm", engine: "vllm", generation: "Blackwell", capabilities: ["10.0", "10.3"] },
  { id: "hopper-sglang", engine: "sglang", generation: "Hopper", capabilities: ["9.0"] },
];

/** DeepSeek-R1 under SGLang was served with speculative decoding and without, which the rows do not say: some of its configurations
 *  have two times per token, one up to 1.5 times the other. The rows that call the model V3 have the longer one alone. */
const PERHAPS_SPECULATIVE = /DeepSeek-R1/;

/** Rows of a group that its law may be fitted on. */
export function rowsOfGroup({ engine, capabilities }: ServingGroup, rows: readonly PreparedRow[]): PreparedRow[] {
  return rows.filter(
    ({ row, hardware }) =>
      row.engine === engine &&
      capabilities.includes(hardware.gpu.architecture) &&
      !(engine === "sglang" && PERHAPS_SPECULATIVE.test(row.model)) &&
      !isHeldBackAsTwin(row),
  );
}

/** V3 and R1 have one shape, and some of their rows are one measurement under two names: where one is held back, so is the other. */
const isHeldBackAsTwin = (row: SiliconRow): boolean =>
  row.model.includes("DeepSeek-V3") && isHeldBack({ ...row, model: row.model.replace("DeepSeek-V3", "DeepSeek-R1") });

/** Rounds in which a law is fitted from nothing. */
const ROUNDS = 12;

/** Rows of other generations that show what a law is worth away from home. */
export interface Elsewhere {
  readonly rows: readonly PreparedRow[];
  readonly kernels: Readonly<Record<string, KernelLaws>>;
  /** What stands where there are no such rows. */
  readonly error: ServingError;
}

/** Fits the law of one group and measures what it is off by: on its rows, on models left out, on other generations. */
export function measuredServing(
  group: ServingGroup,
  question: ServingQuestion,
  { elsewhere, host, seen }: { elsewhere: Elsewhere; host: ServingLaw | null; seen: string },
): MeasuredServing {
  const { point, law } = fitServing(question, { rounds: ROUNDS });
  const unseen = unseenRows(question, point);
  const leftOut = unseenModels(question, point);
  const hosted = { ...law, ...hostOf(host, assumedIn(question.rows)) };
  const others = unseenBy(withoutFactors(asWritten(hosted)), elsewhere.rows, elsewhere.kernels);
  const away = known(errorOf(others), elsewhere.error);
  return {
    ...{ engine: group.engine, generation: group.generation, capabilities: group.capabilities, seen },
    source: question.steps.length > 0 ? `${SERVERS} and ${STEPS}` : SERVERS,
    versions: versionsOf(question.rows),
    law: hosted,
    assumed: assumedIn(question.rows),
    rows: question.rows.length,
    cases: casesOf(unseen),
    leftOut: leftOut.map(summaryOf),
    elsewhere: firstTokensOf(others),
    error: {
      sameModel: errorOf(unseen),
      otherModel: known(evenError(leftOut), away),
      otherGeneration: away,
    },
  };
}

/** Overheads that no row of a group could move, from servers of another generation: they are the host's, and travel. */
const hostOf = (host: ServingLaw | null, names: readonly string[]): Partial<ServingLaw> =>
  Object.fromEntries(Object.entries(host ?? {}).filter(([name]) => names.includes(name)));

/** Overheads that only older versions have, where no row is of one. */
function assumedIn(rows: readonly PreparedRow[]): readonly string[] {
  const older = (bound: string) => rows.some(({ row }) => !isAtLeast(versionOf(row) ?? DEFAULT_VERSION, bound));
  const isVllm = rows[0]?.row.engine === "vllm";
  return [
    ...(isVllm && older(ASYNCHRONOUS_SINCE) ? [] : ["synchronousSeconds", "synchronousSequenceSeconds"]),
    ...(isVllm && older(EXPERTS_SINCE) ? [] : ["olderExperts"]),
  ];
}

function versionsOf(rows: readonly PreparedRow[]): MeasuredServing["versions"] {
  const known = rows.map(({ row }) => versionOf(row) ?? DEFAULT_VERSION);
  const sorted = [...new Set(known)].sort((a, b) => (isAtLeast(a, b) ? 1 : -1));
  return { oldest: sorted[0] ?? DEFAULT_VERSION, newest: sorted.at(-1) ?? DEFAULT_VERSION };
}

/** Where there is nothing to measure an error on, another one stands. */
const known = (error: ServingError, other: ServingError): ServingError => ({
  step: Number.isFinite(error.step) ? error.step : other.step,
  firstToken: Number.isFinite(error.firstToken) ? error.firstToken : other.firstToken,
});

/** A case with fewer rows than this is believed half. */
const ENOUGH_ROWS = 8;

function casesOf(unseen: readonly UnseenRow[]): readonly MeasuredCase[] {
  const nameOf = ({ row }: UnseenRow) => [modelOf(row), row.hardware.gpu.name, row.row.weights].join();
  const all = errorOf(unseen);
  return [...Map.groupBy(unseen, nameOf)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, own]): MeasuredCase[] => {
      const rows = own.map(({ row }) => row);
      const [first] = rows;
      if (!first) return [];
      const belief = rows.length / (rows.length + ENOUGH_ROWS);
      return [
        {
          ...{ model: modelOf(first), gpu: first.hardware.gpu.name, weights: first.row.weights },
          tensorParallel: [...new Set(rows.map(({ row }) => row.tensorParallel))].sort((a, b) => a - b),
          versions: versionsOf(rows),
          rows: rows.length,
          step: belief * errorOf(own).step + (1 - belief) * all.step,
          firstTokens: firstTokensOf(own),
        },
      ];
    });
}

/** The kernels of every GPU by its id; cards without a table take those of their generation. */
export function kernelsById(fitted: ReadonlyMap<string, { readonly laws: KernelLaws }>): Record<string, KernelLaws> {
  const laws: Record<string, KernelLaws> = {};
  for (const id of Object.keys(gpus)) {
    const own = fitted.get(id) ?? (id === "b300-sxm6" ? fitted.get("b200-sxm6") : undefined);
    if (own) laws[id] = own.laws;
  }
  return laws;
}
