import { formatDate, missingModel, observeDeployment } from "../../planner/index.ts";
import { OBSERVATION } from "../mistakes/observation.ts";
import { commandLineError } from "../ports/failure.ts";
import type { Planner } from "../ports/planner.ts";
import {
  code,
  type ObservationReport,
  observeHtml,
  observeJson,
  observeMarkdown,
  observeText,
  plain,
  visible,
} from "../report/index.ts";
import type { Answer } from "./answer.ts";
import type { TrafficWorld } from "./deployment-traffic.ts";
import type { LoadedDeployment } from "./load-deployments.ts";
import { earlierThan, type ObservationHistory, withObservation } from "./observe-history.ts";
import { type MetricsQuestion, type ReadWindow, readWindow } from "./observe-metrics.ts";
import { knownThen, type Past } from "./observe-past.ts";

/** What may be said about an observation. */
export interface ObserveOptions {
  /** Unix seconds, whole hours. */
  readonly from: number;
  readonly to: number;
  /** Unix seconds of the day. */
  readonly now: number;
  readonly seed: number;
  /** A traffic file in place of the deployment's own; what was known before. */
  readonly traffic: string | null;
  /** Name of a Prometheus; null = the one of the traffic, or the only one of the Settings. */
  readonly prometheus: string | null;
  readonly selector: string | null;
  /** Whether the same deployment served in the stretch before, so that the engine can be compared with itself. */
  readonly comparesBefore: boolean;
  /** Works it out elsewhere. */
  readonly planner?: Planner;
  /** Called as it goes on with the share that is done. */
  readonly progress: (share: number, what: string) => void;
}

/** An observation as it is shown and kept, or why nobody can say what should have come. */
export type Observed =
  | { readonly kind: "observed"; readonly report: ObservationReport; readonly history: ObservationHistory }
  | { readonly kind: "refused"; readonly name: string; readonly message: string };

/** Asks Prometheus what came, forecasts from what was known before, and compares. */
export async function observe(
  past: Omit<Past, "close">,
  world: TrafficWorld,
  { options, history }: { readonly options: ObserveOptions; readonly history: ObservationHistory | null },
): Promise<Observed> {
  const { one, kept, basis } = past;
  const { from, to, now, seed } = options;
  const missing = missingModel(one.located.value);
  if (missing !== null) return { kind: "refused", name: one.located.value.name, message: missing };
  const server = serverOf(one, options.prometheus);
  const asked: MetricsQuestion = { one, server, selector: options.selector, from, to };
  const { progress } = options;
  progress(0, server);
  const measured = await readWindow(asked, world);
  refuseNothing(measured, asked);
  progress(0.2, server);
  const known = await knownThen(one, world, { from, traffic: options.traffic });
  const before = options.comparesBefore
    ? await readWindow({ ...asked, from: from - (to - from), to: from }, world)
    : null;
  const { value: deployment } = one.located;
  progress(0.4, deployment.name);
  const earlier = earlierThan(history, { to });
  const question: Parameters<typeof observeDeployment>[0] = {
    request: {
      ...{ deployment, settings: one.settings, history: known.history, calibration: known.calibration },
      ...{ now: from, horizonSeconds: to - from, trafficScale: 1, seed },
    },
    ...{ window: measured.window, kept, before: before?.window ?? null },
    lastSlowness: options.comparesBefore ? (earlier.findLast(({ engine }) => engine !== null)?.engine ?? null) : null,
  };
  const answer = (await options.planner?.observe(question)) ?? observeDeployment(question);
  progress(1, "");
  if (answer.kind === "refused") return { ...answer, name: deployment.name };
  const { observation } = answer;
  const notes = [...new Set([...known.notes, ...measured.notes])];
  const report = {
    ...{ observation, server, forecast: basis, missing: measured.missing, notes, now },
    earlier,
  };
  return { kind: "observed", report, history: withObservation(history, observation) };
}

/** The same for the command line; exit code 1 where a promise of the file was broken, or nothing is known to compare with. */
export function answerOf(observed: Observed): Answer {
  if (observed.kind === "refused") {
    const { name, message } = observed;
    return {
      code: 1,
      document: () => ({ schema: "loadline.observe/v1", error: { kind: "refused", message } }),
      text: () => `${visible(name)} cannot be compared: ${visible(message)}\n`,
      markdown: () => `${code(name)} cannot be compared: ${plain(message)}\n`,
    };
  }
  const { report } = observed;
  return {
    code: report.observation.targets.some(({ met }) => met === false) ? 1 : 0,
    document: () => observeJson(report),
    text: (style) => observeText(report, style),
    markdown: () => observeMarkdown(report),
    html: async () => observeHtml(report),
  };
}

/** The name of the Prometheus to ask. */
export function serverOf(
  { located, settings }: Pick<LoadedDeployment, "located" | "settings">,
  named: string | null,
): string {
  const own = located.value.traffic?.source;
  const known = Object.keys(settings.prometheus);
  const only = known.length === 1 ? known[0] : undefined;
  const found = named ?? (own?.kind === "prometheus" ? own.server : only);
  if (found !== undefined) return found;
  throw commandLineError("--prometheus", OBSERVATION.whichServer(known));
}

/** Nothing at all is a wrong question, not an answer. */
function refuseNothing({ window: read, missing }: ReadWindow, { server, from, to }: MetricsQuestion): void {
  const { history, latency, replicas } = read;
  if (history !== null || replicas !== null || Object.values(latency).some((one) => one !== null)) return;
  const window = { from: formatDate(from), to: formatDate(to) };
  throw commandLineError("--prometheus", OBSERVATION.nothingMeasured(server, window, missing));
}
