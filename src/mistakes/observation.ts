import type { Mistake } from "../ports/failure.ts";

const kept = "what loadline plan FILE --json printed (schema loadline.plan/v1)";
const keep = "Keep it when you deploy: loadline plan FILE --json > forecast.json.";
const observations = "observations, as loadline observe --out writes them (schema loadline.observations/v1)";
const restore = "Restore the file from Git, or move it away: then a new one is begun.";
const inside = (at: string): string => (at === "" ? "" : ` (at ${at})`);

/** What `observe` holds against each other: a forecast of the past, and what a Prometheus measured. */
export const OBSERVATION = {
  whichServer: (known: readonly string[]): Mistake => ({
    found: known.length === 0 ? "no Prometheus in loadline.yaml or in spec.traffic" : `several: ${known.join(", ")}`,
    wanted: "the name of the one that measures this deployment",
    advice: "Pass --prometheus NAME; its address is in LOADLINE_PROMETHEUS_<NAME>.",
  }),
  nothingMeasured: (server: string, window: { from: string; to: string }, missing: readonly string[]): Mistake => ({
    found: `nothing of this deployment at Prometheus ${server} from ${window.from} to ${window.to}: ${missing.join("; ")}`,
    wanted: "metrics of the engine, or of the cluster",
    advice: `Say by which labels its series are found, for example --selector 'model_name="chat"', or another --window.`,
  }),
  noSelector: (matchers: string, answer: string): Mistake => ({
    found: `${matchers}, of which the server says: ${answer}`,
    wanted: "labels as PromQL has them between braces",
    advice: `For example --selector 'model_name="chat"'.`,
  }),
  notAtRevision: (revision: string, path: string): Mistake => ({
    found: `${revision}, in which ${path} is no ModelDeployment`,
    wanted: "a Git revision at which the file stood, or the JSON of loadline plan in a file that ends in .json",
    advice: `git log -- ${path} lists the revisions that changed it.`,
  }),
  /** `at` is the key that has another shape, "" where it is none of them. */
  noPlan: (at: string): Mistake => ({ found: `JSON that is no plan${inside(at)}`, wanted: kept, advice: keep }),
  planOfOthers: (names: readonly string[], name: string): Mistake => ({
    found: names.length === 0 ? "a plan of no deployment" : `a plan of ${names.join(", ")}`,
    wanted: `a plan of ${name}`,
    advice: keep,
  }),
  noObservations: (at: string): Mistake => ({
    found: `JSON that holds no observations${inside(at)}`,
    wanted: observations,
    advice: restore,
  }),
  observationsNotJson: (reason: string): Mistake => ({
    found: `no JSON (${reason})`,
    wanted: observations,
    advice: restore,
  }),
} as const;
