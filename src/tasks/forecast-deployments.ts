import {
  type DeploymentForecast,
  type Finding,
  forecastDeployment,
  type ModelDeployment,
  type NamedCalibration,
  withLengthsScaled,
  withSharedBudget,
  workloadOfLengths,
} from "../../planner/index.ts";
import { LOADING } from "../mistakes/loading.ts";
import { InputError } from "../ports/failure.ts";
import type { Planner } from "../ports/planner.ts";
import type { TrafficFileHistory } from "../ports/traffic-files.ts";
import { calibrationNamed } from "./calibration-file.ts";
import { deploymentTraffic, type TrafficWorld } from "./deployment-traffic.ts";
import type { LoadedDeployment } from "./load-deployments.ts";
import type { MeasuredHistory } from "./prometheus-traffic.ts";
import { namedTraffic } from "./traffic-file.ts";

/** What a forecast may be told on the command line. */
export interface ForecastOptions {
  /** Unix seconds of midnight UTC. */
  readonly now: number;
  readonly seed: number;
  readonly horizonSeconds: number;
  readonly trafficScale: number;
  /** What if prompts and answers were so many times as long. */
  readonly lengthScale: { readonly input: number; readonly output: number };
  /** A traffic file that replaces the deployments' own. */
  readonly traffic: string | null;
  /** Who works out the answers; left out: this thread. */
  readonly planner?: Planner;
  /** Called between deployments with the share of work done, 0..1. */
  readonly progress: (share: number, what: string) => void;
}

/** A forecast and the file it is about, so that findings can be shown on their lines. */
export interface LocatedForecast {
  readonly forecast: DeploymentForecast;
  readonly loaded: LoadedDeployment;
}

/** Forecasts deployments one after the other; each traffic file is read once. */
export async function forecastDeployments(
  loaded: readonly LoadedDeployment[],
  world: TrafficWorld,
  options: ForecastOptions,
): Promise<readonly LocatedForecast[]> {
  const histories = new Map<string, TrafficFileHistory>();
  const forecasts: LocatedForecast[] = [];
  for (const [index, one] of loaded.entries()) {
    const report = (share: number) => options.progress((index + share) / loaded.length, one.located.value.name);
    report(0);
    const read = await readFor(one, world, { options, histories });
    forecasts.push({ forecast: await forecastOne(one, read, { ...options, progress: report }), loaded: one });
  }
  options.progress(1, "");
  return withinSharedBudgets(forecasts);
}

/** What a deployment's own files, or the server that it names, hold. */
export async function readFor(one: LoadedDeployment, world: TrafficWorld, shared: Shared): Promise<ReadFiles> {
  const history = scaled(await historyOf(one, world, shared), shared.options.lengthScale);
  return { history, calibration: await ownCalibration(one) };
}

/** Deployments of one repository share the budget of its Settings. */
function withinSharedBudgets(located: readonly LocatedForecast[]): readonly LocatedForecast[] {
  const repository = ({ loaded }: LocatedForecast) => loaded.source.description;
  const together = Map.groupBy(located, repository);
  return located.map((one) => {
    const all = (together.get(repository(one)) ?? []).map(({ forecast }) => forecast);
    return { ...one, forecast: withSharedBudget(one.forecast, all, one.loaded.settings) };
  });
}

/** File and line of a finding of one of these forecasts. */
export function locateIn(forecasts: readonly LocatedForecast[]) {
  return (name: string, path: Finding["path"]): { file: string; line: number } | null => {
    const found = forecasts.find(({ forecast }) => forecast.name === name);
    if (!found) return null;
    return { file: found.loaded.located.file, line: found.loaded.located.locate(path).line };
  };
}

const scaled = (history: MeasuredHistory | null, times: ForecastOptions["lengthScale"]): MeasuredHistory | null =>
  history === null ? null : { ...history, workload: withLengthsScaled(history.workload, times) };

/** What is read once for all deployments; `histories`: traffic files by path. */
interface Shared {
  readonly options: Pick<ForecastOptions, "now" | "traffic" | "lengthScale">;
  readonly histories: Map<string, TrafficFileHistory>;
}

async function historyOf(
  one: LoadedDeployment,
  world: TrafficWorld,
  { options, histories }: Shared,
): Promise<MeasuredHistory | null> {
  const named = options.traffic === null ? null : namedTraffic(options.traffic, world.files);
  const read = await deploymentTraffic(one, world, { now: options.now, named, histories });
  if (read === null || read.kind === "prometheus") return read?.history ?? null;
  return withNotes(withLengths(one, read.history, read.shown), read.shown);
}

/** Rates whose file does not tell lengths take those of the deployment; without any nobody could say what they mean for a GPU. */
function withLengths({ located }: LoadedDeployment, history: TrafficFileHistory, shown: string): TrafficFileHistory {
  if (history.rates === null || history.lengths !== null) return history;
  const lengths = located.value.traffic?.lengths ?? null;
  if (lengths !== null) return { ...history, lengths, workload: workloadOfLengths(lengths.input, lengths.output) };
  const path = ["spec", "traffic"];
  throw new InputError([
    {
      file: located.file,
      ...located.locate(path),
      at: path.join("."),
      ...LOADING.lengthsMissing(shown),
    },
  ]);
}

/** What the reader had to assume or mend, for the report. */
const withNotes = (history: TrafficFileHistory, source: string): MeasuredHistory => ({
  ...history,
  remarks: history.notes.map((note) => ({ text: `traffic: ${note}`, basis: "measured", source, date: null })),
});

async function ownCalibration({ located, source }: LoadedDeployment): Promise<NamedCalibration | null> {
  const path = located.value.engine.calibration;
  if (path === null) return null;
  const at = ["spec", "engine", "calibration"];
  const place = { file: located.file, ...located.locate(at), at: at.join(".") };
  return calibrationNamed({ path, source, place });
}

type OneForecast = Omit<ForecastOptions, "progress"> & { readonly progress: (share: number) => void };

/** How traffic was measured is said first: everything rests on it. */
const withRemarks = (forecast: DeploymentForecast, history: MeasuredHistory | null): DeploymentForecast => ({
  ...forecast,
  assumptions: [...(history?.remarks ?? []), ...forecast.assumptions],
});

/** What a deployment's own files hold. */
interface ReadFiles {
  readonly history: MeasuredHistory | null;
  readonly calibration: NamedCalibration | null;
}

async function forecastOne(one: LoadedDeployment, read: ReadFiles, options: OneForecast): Promise<DeploymentForecast> {
  const { located, settings } = one;
  const { now, seed, horizonSeconds, trafficScale, progress } = options;
  const deployment: ModelDeployment = located.value;
  const request = { deployment, settings, ...read, now, horizonSeconds, trafficScale, seed, progress };
  const { forecast } = (await options.planner?.forecast(request)) ?? forecastDeployment(request);
  return withRemarks(forecast, read.history);
}

/** Some questions have no answer without traffic. */
export const noTraffic = (located: LoadedDeployment["located"]): InputError =>
  new InputError([
    {
      file: located.file,
      ...located.locate(["spec"]),
      at: "spec.traffic",
      ...LOADING.noTraffic,
    },
  ]);
