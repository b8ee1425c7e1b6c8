import { readModelDeployment, readSettings } from "../../src/config/index.ts";
import type { LoadedDeployment } from "../../src/tasks/load-deployments.ts";
import type { PrometheusSource } from "../../src/tasks/traffic-metrics/queries.ts";
import { MODEL, SETTINGS } from "./config-repository.ts";

/** A deployment whose traffic a Prometheus has, and the Settings that name it. */
export function loadedWith(keys: Readonly<Record<string, string>>, servers = ["main"]) {
  const source = JSON.stringify({ server: "main", ...keys });
  const text = MODEL.replace(/traffic: .*/, `traffic: { prometheus: ${source} }`);
  const settings = readSettings(`${SETTINGS}prometheus: ${JSON.stringify(named(servers))}\n`, "loadline.yaml").value;
  const located = readModelDeployment(text, "models/chat.yaml", settings);
  const loaded: Pick<LoadedDeployment, "located" | "settings"> = { located, settings };
  const read = located.value.traffic?.source;
  if (read?.kind !== "prometheus") throw new Error("no traffic from Prometheus");
  return { loaded, source: read satisfies PrometheusSource };
}

const named = (servers: readonly string[]) => Object.fromEntries(servers.map((name) => [name, {}]));
