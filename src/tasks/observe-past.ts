import { posix } from "node:path";
import { formatDate, knownBefore, type SavedForecast, type TrafficHistory } from "../../planner/index.ts";
import { outputs } from "../config/outputs/index.ts";
import { COMMAND_LINE } from "../mistakes/command-line.ts";
import { OBSERVATION } from "../mistakes/observation.ts";
import { commandLineError, fileError, InputError } from "../ports/failure.ts";
import type { World } from "../ports/world.ts";
import type { TrafficWorld } from "./deployment-traffic.ts";
import { readFor } from "./forecast-deployments.ts";
import { type LoadedDeployment, loadAll, loadDeployments, textOf } from "./load-deployments.ts";

/** What a past forecast rests on, and how that reads. */
export interface Past {
  readonly one: LoadedDeployment;
  /** A forecast that somebody kept; null = it is made again. */
  readonly kept: SavedForecast | null;
  readonly basis: string;
  /** Removes what a revision had to copy. */
  close(): Promise<void>;
}

/** The one deployment of a file: as it stands now, as it stood at a Git revision, or with a forecast that was kept as JSON. */
export async function pastOf(
  file: string,
  against: string | null,
  world: Pick<World, "sources" | "files">,
): Promise<Past> {
  const [one, ...more] = await loadDeployments([file], world.sources);
  if (one === undefined || more.length > 0) throw several(file, more.length + 1);
  const close = async () => undefined;
  if (against === null) return { one, close, kept: null, basis: "a forecast from the traffic that was known before" };
  const bytes = /\.json$/i.test(against) ? await world.files.read(against) : null;
  if (bytes !== null) {
    return { one, close, kept: keptForecast(bytes, against, one), basis: `the forecast in ${against}` };
  }
  return { ...(await atRevision(one, against, world)), kept: null, basis: `${file} as it stood at ${against}` };
}

const several = (file: string, count: number): InputError =>
  commandLineError("FILE", COMMAND_LINE.severalDeployments(file, count));

async function atRevision(
  one: LoadedDeployment,
  revision: string,
  { sources }: Pick<World, "sources">,
): Promise<Pick<Past, "one" | "close">> {
  const then = await sources.revision(one.source.description, revision);
  const shown = (path: string) => `${revision}:${path}`;
  const [found] = await loadAll(then, shown, (path) => path === one.path);
  if (found !== undefined) return { one: found, close: () => then.close() };
  throw commandLineError("--against", OBSERVATION.notAtRevision(revision, one.path));
}

function keptForecast(bytes: Uint8Array, file: string, { located }: LoadedDeployment): SavedForecast {
  const { name } = located.value;
  const read = outputs["loadline.plan/v1"].safeParse(jsonOf(textOf(bytes, file)));
  if (!read.success) {
    const at = read.error.issues[0]?.path.join(".") ?? "";
    throw fileError(file, OBSERVATION.noPlan(at));
  }
  const found = read.data.deployments.find((one) => one.name === name);
  if (found === undefined) {
    const names = read.data.deployments.map((one) => one.name);
    throw fileError(file, OBSERVATION.planOfOthers(names, name));
  }
  const { traffic = null, latency, slo, replicas, cost } = found;
  return { traffic, latency, slo, replicas: replicas?.mean ?? null, monthlyUsd: cost.monthlyUsd };
}

/** Null where it is none: no plan either. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Traffic and calibration as they were known at an instant, and what is to be said of them. */
export interface KnownThen {
  readonly history: TrafficHistory | null;
  readonly calibration: Awaited<ReturnType<typeof readFor>>["calibration"];
  readonly notes: readonly string[];
}

/** A Prometheus that has nothing of the time before is no mistake: then no traffic was known. */
export async function knownThen(
  one: LoadedDeployment,
  world: TrafficWorld,
  { from, traffic }: { readonly from: number; readonly traffic: string | null },
): Promise<KnownThen> {
  const options = { now: from, traffic, lengthScale: { input: 1, output: 1 } };
  const isMetrics = traffic === null && one.located.value.traffic?.source.kind === "prometheus";
  const calibrated = async (note: string) => {
    const silent = { ...one, located: { ...one.located, value: { ...one.located.value, traffic: null } } };
    const { calibration } = await readFor(silent, world, { options, histories: new Map() });
    return { history: null, calibration, notes: [note] };
  };
  try {
    const { history, calibration } = await readFor(one, world, { options, histories: new Map() });
    const known = history === null ? null : knownBefore(history, from);
    const notes = known === null ? [`no traffic was known before ${formatDate(from)}`] : [];
    return { history: known, calibration, notes: [...(history?.remarks ?? []).map(({ text }) => text), ...notes] };
  } catch (error) {
    if (!(error instanceof InputError) || !isMetrics || !isEmpty(error)) throw error;
    return calibrated(`no traffic was known before ${formatDate(from)}: ${error.problems[0]?.found ?? ""}`);
  }
}

const isEmpty = ({ problems }: InputError): boolean =>
  problems.every(({ found }) => /^no (samples|requests)/.test(found));

/** Where observations of a deployment are kept, below a folder. */
export const observationsFile = ({ located: { value } }: LoadedDeployment): string =>
  posix.join("observations", value.namespace, `${value.name}.json`);
