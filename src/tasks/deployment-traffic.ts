import { posix } from "node:path";
import { LOADING } from "../mistakes/loading.ts";
import { InputError } from "../ports/failure.ts";
import type { TrafficFileHistory } from "../ports/traffic-files.ts";
import type { World } from "../ports/world.ts";
import type { LoadedDeployment } from "./load-deployments.ts";
import { type MeasuredHistory, readPrometheusTraffic } from "./prometheus-traffic.ts";
import { dated, type NamedTraffic, readTrafficFile } from "./traffic-file.ts";

/** Where traffic comes from. */
export type TrafficWorld = Pick<World, "traffic" | "metrics" | "files">;

/** Traffic of a deployment as it was read, and what its file is called. */
export type DeploymentTraffic =
  | { readonly kind: "file"; readonly history: TrafficFileHistory; readonly shown: string }
  | { readonly kind: "prometheus"; readonly history: MeasuredHistory };

export interface TrafficReading {
  /** Unix seconds of midnight UTC: what a Prometheus is read up to. */
  readonly now: number;
  /** A file that stands in for the deployment's own traffic; null = its own. */
  readonly named: NamedTraffic | null;
  /** Files that were read already, by their path; this one is added. */
  readonly histories: Map<string, TrafficFileHistory>;
}

/** Reads the traffic of a deployment; null where it names none. */
export async function deploymentTraffic(
  one: LoadedDeployment,
  world: TrafficWorld,
  { now, named, histories }: TrafficReading,
): Promise<DeploymentTraffic | null> {
  const source = one.located.value.traffic?.source;
  if (named === null && source?.kind === "prometheus") {
    return { kind: "prometheus", history: await readPrometheusTraffic(one, source, { world, now }) };
  }
  const file = named ?? (await ownFile(one));
  if (file === null) return null;
  const { where, find } = file;
  const history = histories.get(where.path) ?? (await readTrafficFile(world.traffic, where, find));
  histories.set(where.path, history);
  return { kind: "file", history: dated(history, one.located.value.traffic?.start ?? null), shown: where.shown };
}

async function ownFile({ located, source }: LoadedDeployment): Promise<NamedTraffic | null> {
  const traffic = located.value.traffic;
  if (traffic === null || traffic.source.kind === "prometheus") return null;
  const path = await source.onDisk(traffic.source.file);
  const folder = posix.dirname(traffic.source.file);
  const find = (name: string) => source.onDisk(posix.join(folder, name));
  if (path !== null) return { where: { path, shown: traffic.source.file }, find };
  throw new InputError([
    {
      file: located.file,
      ...located.locate(["spec", "traffic", "file"]),
      at: "spec.traffic.file",
      ...LOADING.trafficMissing(traffic.source.file, source.description),
    },
  ]);
}
