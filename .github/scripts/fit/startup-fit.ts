import { capturedGraphs, STARTUP_FACTS } from "../../../planner/plan/startup.ts";
import type { StartupRow } from "./startup-rows.ts";

type Slowness = "startSlow" | "loadSlow" | "compileSlow" | "profilingSlow" | "cachedSlow";
export type StartupValues = { readonly [name in Exclude<keyof typeof STARTUP_FACTS, Slowness>]: number };

/** Coefficients of each phase, from these rows alone. */
export function fitStartup(rows: readonly StartupRow[]): StartupValues {
  const fresh = rows.filter((row) => row.caches === "fresh" && !row.isLoadTime);
  const warm = rows.filter((row) => row.caches === "warm");
  const compile = line(fresh, (row) => [row.layers, row.compile]);
  const profiling = line(fresh, (row) => [row.layers, row.profiling]);
  const cachedCompile = line(warm, (row) => [row.layers, row.compile]);
  const cachedProfiling = line(warm, (row) => [row.layers, row.profiling]);
  const loads = line(
    rows.filter(({ isLoadTime }) => isLoadTime),
    (row) => [row.bytes / 1e9, row.load],
  );
  const graphs = plane(rows);
  return {
    bootstrapSeconds: mean(rows.flatMap(({ bootstrap }) => bootstrap ?? [])),
    otherSeconds: mean(rows.flatMap(({ wall, phases }) => (wall === null || phases === null ? [] : [wall - phases]))),
    loadSeconds: loads.constant,
    loadSecondsPerGigabyte: loads.slope,
    cachedLoadSecondsPerGigabyte: throughZero(warm, (row) => [row.bytes / 1e9, row.load]),
    compileSeconds: compile.constant,
    compileSecondsPerLayer: compile.slope,
    cachedCompileSeconds: cachedCompile.constant,
    cachedCompileSecondsPerLayer: cachedCompile.slope,
    profilingSeconds: profiling.constant,
    profilingSecondsPerLayer: profiling.slope,
    cachedProfilingSeconds: cachedProfiling.constant,
    cachedProfilingSecondsPerLayer: cachedProfiling.slope,
    graphSecondsPerLayer: graphs.perGraph,
    graphSecondsPerLayerAndToken: graphs.perToken,
  };
}

type Pair = (row: StartupRow) => readonly [number, number | null];

function pairs(rows: readonly StartupRow[], of: Pair): readonly (readonly [number, number])[] {
  return rows.flatMap((row) => {
    const [x, y] = of(row);
    return y === null ? [] : [[x, y] as const];
  });
}

/** Least squares with a constant. */
function line(rows: readonly StartupRow[], of: Pair): { readonly slope: number; readonly constant: number } {
  const points = pairs(rows, of);
  const x = mean(points.map((point) => point[0]));
  const y = mean(points.map((point) => point[1]));
  const slope =
    points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0) /
    points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
  return { slope, constant: y - slope * x };
}

/** Least squares through zero. */
function throughZero(rows: readonly StartupRow[], of: Pair): number {
  const points = pairs(rows, of);
  return points.reduce((sum, [x, y]) => sum + x * y, 0) / points.reduce((sum, [x]) => sum + x * x, 0);
}

/** Seconds a layer and graph, and a layer and token of a graph: least squares of relative errors, for times span a factor of 20. */
function plane(rows: readonly StartupRow[]): { readonly perGraph: number; readonly perToken: number } {
  const sums = { aa: 0, ab: 0, bb: 0, a: 0, b: 0 };
  for (const { graphs, layers, largestGraph } of rows) {
    if (graphs === null) continue;
    const { count, tokens } = capturedGraphs(largestGraph);
    const [a, b] = [(layers * count) / graphs, (layers * tokens) / graphs];
    sums.aa += a * a;
    sums.ab += a * b;
    sums.bb += b * b;
    sums.a += a;
    sums.b += b;
  }
  const determinant = sums.aa * sums.bb - sums.ab ** 2;
  // Graphs of one size alone cannot tell the two apart.
  if (determinant < 1e-9 * sums.aa * sums.bb) return { perGraph: sums.a / sums.aa, perToken: 0 };
  return {
    perGraph: (sums.a * sums.bb - sums.b * sums.ab) / determinant,
    perToken: (sums.aa * sums.b - sums.ab * sums.a) / determinant,
  };
}

/** Values in the form the planner reads; slowness does not matter to a median. */
export function asFacts(values: StartupValues): typeof STARTUP_FACTS {
  const facts = Object.entries(values).map(([name, value]) => [name, { ...STARTUP_FACTS.bootstrapSeconds, value }]);
  return { ...STARTUP_FACTS, ...Object.fromEntries(facts) };
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
