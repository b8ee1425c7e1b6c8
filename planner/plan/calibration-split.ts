import {
  type ClientLatency,
  carriedBy,
  LATENCIES,
  type ObservedLoad,
  STATISTICS,
  type Statistic,
  statisticsOf,
} from "./observed-load.ts";

/** One measured figure that a simulation of its load should give again. */
export interface Comparison {
  /** Index of the load. */
  readonly load: number;
  readonly metric: ClientLatency;
  readonly statistic: Statistic;
  /** Measured. */
  readonly seconds: number;
  /** Which of the load's requests the figure is about. */
  readonly counts: (request: number) => boolean;
  readonly isHeldBack: boolean;
}

export interface Split {
  readonly kind: "split";
  readonly fitted: readonly Comparison[];
  readonly held: readonly Comparison[];
  /** In words. */
  readonly heldBack: string;
}

/** Every third: of the loads from the lightest to the heaviest, or where there are fewer than three, of the requests. */
const EVERY = 3;

/** Parts the measured figures into those that are fitted and those that judge the fit. */
export function comparisonsOf(
  loads: readonly ObservedLoad[],
): Split | { readonly kind: "refused"; readonly message: string } {
  const split = loads.length >= EVERY ? byLoad(loads) : byRequest(loads);
  if (split === null) return { kind: "refused", message: TOO_FEW };
  if (split.fitted.length > 0 && split.held.length > 0) return { kind: "split", ...split };
  return {
    kind: "refused",
    message: "none of the loads has a time to first token or a time per token that can be compared",
  };
}

const TOO_FEW =
  "with fewer than three loads nothing can be held back to judge the fit, unless they tell the times of each request; measure at least three concurrencies or rates, or save detailed results";

type Parts = Omit<Split, "kind">;

/** The lightest and the heaviest are always fitted: to judge between them is to interpolate, as forecasts do. */
function byLoad(loads: readonly ObservedLoad[]): Parts {
  const inOrder = loads
    .map((load, index) => ({ index, concurrency: carriedBy(load).concurrency }))
    .sort((a, b) => a.concurrency - b.concurrency || a.index - b.index);
  const held = new Set(
    inOrder.flatMap(({ index }, rank) => (rank % EVERY === 1 && rank < inOrder.length - 1 ? [index] : [])),
  );
  const everyone = () => true;
  const figures = loads.flatMap((load, index) =>
    figuresOf(load, { index, counts: everyone, isHeldBack: held.has(index) }),
  );
  const names = [...held].map((index) => loads[index]?.name ?? "");
  return parted(figures, `every third load: ${names.join(", ")}`);
}

function byRequest(loads: readonly ObservedLoad[]): Parts | null {
  if (loads.some(({ measured }) => measured.kind !== "requests")) return null;
  const figures = loads.flatMap((load, index) =>
    [false, true].flatMap((isHeldBack) => {
      const counts = (request: number) => (request % EVERY === 1) === isHeldBack;
      return figuresOf(load, { index, counts, isHeldBack });
    }),
  );
  return parted(figures, "every third request");
}

function parted(figures: readonly Comparison[], heldBack: string): Parts {
  return {
    heldBack,
    fitted: figures.filter((figure) => !figure.isHeldBack),
    held: figures.filter((figure) => figure.isHeldBack),
  };
}

function figuresOf(
  { measured }: ObservedLoad,
  { index, counts, isHeldBack }: { index: number; counts: Comparison["counts"]; isHeldBack: boolean },
): readonly Comparison[] {
  return LATENCIES.flatMap((metric) => {
    const values = measured[metric];
    const statistics = values instanceof Float64Array ? statisticsOf(values, counts) : values;
    return STATISTICS.flatMap((statistic): readonly Comparison[] => {
      const seconds = statistics[statistic];
      return seconds !== null && seconds > 0 ? [{ load: index, metric, statistic, seconds, counts, isHeldBack }] : [];
    });
  });
}
