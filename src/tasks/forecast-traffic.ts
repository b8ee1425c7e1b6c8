import {
  DAY,
  epochOf,
  forecastRates,
  formatDate,
  formatInstant,
  type Holiday,
  MOST_WINDOWS,
  type RateForecast,
  type RateQuestion,
  STALE_TRAFFIC_DAYS,
  type TrafficHistory,
  UNCHANGED,
} from "../../planner/index.ts";
import { COMMAND_LINE } from "../mistakes/command-line.ts";
import { LOADING } from "../mistakes/loading.ts";
import { commandLineError, fileError, InputError } from "../ports/failure.ts";
import type { World } from "../ports/world.ts";
import { forecastHtml, forecastJson, forecastMarkdown, forecastText } from "../report/index.ts";
import type { Answer } from "./answer.ts";
import { type DeploymentTraffic, deploymentTraffic, type TrafficWorld } from "./deployment-traffic.ts";
import { type LoadedDeployment, loadDeployments } from "./load-deployments.ts";
import { dated, namedTraffic, readTrafficFile } from "./traffic-file.ts";

export interface TrafficForecastOptions {
  /** Unix seconds of midnight UTC of the day that says how old the traffic is, and from which on a deployment's is forecast. */
  readonly now: number;
  readonly horizonSeconds: number;
  /** Null: as suits the history. */
  readonly windowSeconds: number | null;
  /** RFC 3339: dates a log that has only relative times. */
  readonly start: string | null;
  readonly trafficScale: number;
  /** Beside those that a deployment names. */
  readonly holidays: readonly Holiday[];
}

/** `forecast`: traffic only, from a file of requests or of rates, or as a ModelDeployment names it. */
export async function forecastTraffic(
  named: readonly string[],
  world: Pick<World, "traffic" | "metrics" | "files" | "sources">,
  options: TrafficForecastOptions,
): Promise<Answer> {
  refuseTooMany(options);
  const [one = "", ...others] = named;
  if (others.length > 0) throw commandLineError("", COMMAND_LINE.severalTrafficFiles(named.length));
  const about = (await isConfiguration(one, world))
    ? await ofDeployment(one, world, options)
    : await ofFile(one, world, options);
  const { horizonSeconds, windowSeconds } = options;
  return answerWith(forecastRates({ ...about, horizonSeconds, windowSeconds }));
}

type About = Omit<RateQuestion, "horizonSeconds" | "windowSeconds">;

async function ofFile(shown: string, world: TrafficWorld, options: TrafficForecastOptions): Promise<About> {
  const { where, find } = namedTraffic(shown, world.files);
  const history = dated(await readTrafficFile(world.traffic, where, find), options.start);
  const { trafficScale: scale, holidays } = options;
  return {
    ...{ deployment: null, history, clockStart: history.clockStart, from: null },
    ...{
      change: { ...UNCHANGED, holidays, scale },
      notes: [...history.notes, ...ageOf(history, options.now, "the forecast begins there, not today")],
    },
  };
}

function refuseTooMany({ windowSeconds, horizonSeconds }: TrafficForecastOptions): void {
  if (windowSeconds === null || horizonSeconds / windowSeconds <= MOST_WINDOWS) return;
  throw commandLineError(
    "--window",
    COMMAND_LINE.tooManyWindows(Math.ceil(horizonSeconds / windowSeconds), MOST_WINDOWS),
  );
}

const answerWith = (forecast: RateForecast): Answer => ({
  code: 0,
  document: () => forecastJson(forecast),
  text: (style) => forecastText(forecast, style),
  markdown: () => forecastMarkdown(forecast),
  html: () => forecastHtml(forecast),
});

/** What the day says about a dated history. */
function ageOf({ epoch, duration }: TrafficHistory, now: number, meaning: string): string[] {
  if (epoch === null) return [];
  const end = epoch + duration;
  if (end > now + DAY) return [`The history ends on ${formatInstant(end)}, in the future: check its clock, or --now.`];
  const days = Math.floor((now - end) / DAY);
  return days > STALE_TRAFFIC_DAYS ? [`The history ended ${days} days ago: ${meaning}.`] : [];
}

/** Of what a ModelDeployment begins with; a configuration file is no longer than that. */
const HEAD_BYTES = 64 * 1024;

/** Whether a file is YAML that says its kind, whatever it is called; which kind, its reader says. */
async function isConfiguration(named: string, { files, sources }: Pick<World, "files" | "sources">): Promise<boolean> {
  if (await sources.isFolder(named)) {
    throw fileError(named, LOADING.folderToForecast);
  }
  const head = new TextDecoder().decode((await files.begin(named, HEAD_BYTES)) ?? new Uint8Array());
  const first = head.split(/\r?\n/).find((line) => !/^\s*(#|$)/.test(line)) ?? "";
  return /^\uFEFF?(---|%YAML|["']?[A-Za-z]+["']?\s*:(\s|$))/.test(first) && /^["']?kind["']?\s*:/m.test(head);
}

/** The deployment's own traffic, growth, events and holidays, on the clock and from the day on that `plan` would forecast. */
async function ofDeployment(
  named: string,
  world: TrafficWorld & Pick<World, "sources">,
  options: TrafficForecastOptions,
): Promise<About> {
  const [one] = await loadDeployments([named], world.sources);
  if (one === undefined) throw new Error("one file is one deployment");
  const { name, traffic } = one.located.value;
  const read = await deploymentTraffic(one, world, { now: options.now, named: null, histories: new Map() });
  if (traffic === null || read === null) throw noTraffic(one);
  const history = read.kind === "file" ? dated(read.history, options.start) : read.history;
  const { growthPerMonth, events, holidays } = traffic;
  const epoch = epochOf(history, options.now);
  return {
    ...{ deployment: name, history: { ...history, epoch }, clockStart: clockStartOf(read), from: options.now },
    change: { growthPerMonth, events, holidays: [...holidays, ...options.holidays], scale: options.trafficScale },
    notes: [
      ...notesOf(read),
      ...placed(history, epoch),
      ...ageOf({ ...history, epoch }, options.now, "it is a sample of how traffic looks"),
    ],
  };
}

function noTraffic({ located }: LoadedDeployment): InputError {
  const place = { file: located.file, ...located.locate(["spec"]), at: "spec.traffic" };
  return new InputError([{ ...place, ...LOADING.nothingToForecast }]);
}

const clockStartOf = (read: DeploymentTraffic): number => (read.kind === "file" ? read.history.clockStart : 0);

const notesOf = (read: DeploymentTraffic): readonly string[] =>
  read.kind === "file" ? read.history.notes : read.history.remarks.map(({ text }) => sentence(text));

const sentence = (text: string): string => {
  const said = text.replace(/^traffic: /, "");
  return `${said.slice(0, 1).toUpperCase()}${said.slice(1)}.`;
};

const placed = ({ epoch }: TrafficHistory, taken: number): readonly string[] =>
  epoch === null ? [`The log has no dates: it is taken to begin on ${formatDate(taken)}.`] : [];
