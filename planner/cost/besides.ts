import type { Basis, CostPart, Fact, Platform, Range } from "../domain/index.ts";
import { HOURS_PER_MONTH } from "../units/index.ts";
import { COST_FACTS } from "./facts.ts";

/** What the lines beside the machines are computed from. */
export interface BesidesQuestion {
  readonly platform: Pick<Platform, "controlPlane" | "extras">;
  /** Machines that are there, on average over the month. */
  readonly machines: Range;
  /** Tokens of answers a month; null where no traffic is known. */
  readonly outputTokens: Range | null;
  /** Whether an image is built for it. */
  readonly buildsImage: boolean;
}

/** Egress below this is not worth a line, US dollars a month. */
const WORTH_A_LINE = 1;

/** Lines of the bill that are no machines. What a platform has nothing of is no line. */
export function besidesOf(question: BesidesQuestion): readonly CostPart[] {
  return [
    ...controlPlane(question.platform),
    ...disk(question),
    ...images(question.platform),
    ...buildCache(question.buildsImage),
    ...egress(question),
  ];
}

/** US dollars a month for a build cache of so many GiB: what is above the included. */
export const cacheUsd = (gibibytes: number): number =>
  Math.max(0, gibibytes - COST_FACTS.cacheFreeGibibytes.value) * COST_FACTS.cacheUsdPerGibMonth.value;

/** A line's price for one of what is counted, with who says so. */
export const priced = (fact: Fact<number>, per: string): PricedBy => ({
  ...{ unitUsd: fact.value, per, basis: fact.basis, source: fact.source, date: fact.seen },
});

interface PricedBy {
  readonly unitUsd: number;
  readonly per: string;
  readonly basis: Basis;
  readonly source: string;
  readonly date: string;
}

/** A figure without a range. */
export const exactly = (usd: number): Range => ({ p10: usd, p50: usd, p90: usd });

export const times = ({ p10, p50, p90 }: Range, factor: number): Range => ({
  ...{ p10: p10 * factor, p50: p50 * factor, p90: p90 * factor },
});

/** Once a cluster, whatever runs on it. */
function controlPlane({ controlPlane: fact }: BesidesQuestion["platform"]): readonly CostPart[] {
  if (fact === null) return [];
  const text = "control plane, once for all deployments of the cluster";
  return [{ kind: "control-plane", text, monthlyUsd: exactly(fact.value * HOURS_PER_MONTH), ...priced(fact, "hour") }];
}

function disk({ platform, machines }: BesidesQuestion): readonly CostPart[] {
  const { disk: found } = platform.extras;
  if (found === null) return [];
  const each = found.gibibytes.value;
  const monthlyUsd = times(machines, each * found.usdPerGibMonth.value);
  return [
    { kind: "disk", text: `disk, ${each} GiB a machine`, monthlyUsd, ...priced(found.usdPerGibMonth, "GiB and month") },
  ];
}

function images({ extras }: BesidesQuestion["platform"]): readonly CostPart[] {
  const fact = extras.imageUsdPerGibMonth;
  if (fact === null) return [];
  const size = COST_FACTS.imageGibibytes.value;
  const text = `engine image of ${size} GiB, if it is kept in the platform's registry`;
  return [{ kind: "images", text, monthlyUsd: exactly(size * fact.value), ...priced(fact, "GiB and month") }];
}

/** Nothing where the cache keeps to what is included, which is what GitHub enforces unless the limit is raised. */
function buildCache(buildsImage: boolean): readonly CostPart[] {
  if (!buildsImage) return [];
  const most = COST_FACTS.cacheMostGibibytes.value;
  const text = `build cache: nothing up to ${COST_FACTS.cacheFreeGibibytes.value} GiB, with a raised limit up to ${most} GiB`;
  const price = priced(COST_FACTS.cacheUsdPerGibMonth, "GiB and month");
  return [{ kind: "build-cache", text, monthlyUsd: { p10: 0, p50: 0, p90: cacheUsd(most) }, ...price }];
}

function egress({ platform, outputTokens }: BesidesQuestion): readonly CostPart[] {
  const fact = platform.extras.egressUsdPerGib;
  if (fact === null || outputTokens === null) return [];
  const bytes = COST_FACTS.answerBytesPerToken.value + COST_FACTS.streamedBytesPerToken.value;
  const monthlyUsd = times(outputTokens, (bytes / 2 ** 30) * fact.value);
  if (monthlyUsd.p90 < WORTH_A_LINE) return [];
  const text = `answers to the internet, streamed, ${bytes} bytes a token`;
  return [{ kind: "egress", text, monthlyUsd, ...priced(fact, "GiB") }];
}
