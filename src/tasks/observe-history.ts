import { formatInstant, type Observation } from "../../planner/index.ts";
import { observationsFile as schema } from "../config/outputs/observe.ts";
import { OBSERVATION } from "../mistakes/observation.ts";
import { fileError } from "../ports/failure.ts";
import { type ObservationEntry, observationEntryOf } from "../report/index.ts";
import { textOf } from "./load-deployments.ts";

/** What was observed of a deployment, the oldest first. */
export interface ObservationHistory {
  readonly schema: "loadline.observations/v1";
  readonly deployment: string;
  readonly namespace: string;
  readonly observations: readonly ObservationEntry[];
}

/** Reads a file of observations; null where none stands. `file`: as the user knows it. */
export function readObservations(bytes: Uint8Array | null, file: string): ObservationHistory | null {
  if (bytes === null) return null;
  const read = schema.safeParse(jsonOf(textOf(bytes, file), file));
  if (read.success) return read.data;
  const at = read.error.issues[0]?.path.join(".") ?? "";
  throw fileError(file, OBSERVATION.noObservations(at));
}

function jsonOf(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw fileError(file, OBSERVATION.observationsNotJson(error instanceof Error ? error.message : String(error)));
  }
}

/** One more; of the same stretch of time the newest stays. */
export function withObservation(history: ObservationHistory | null, observation: Observation): ObservationHistory {
  const entry = observationEntryOf(observation);
  const others = earlierThan(history, observation).concat(
    (history?.observations ?? []).filter(({ to }) => to > entry.to),
    (history?.observations ?? []).filter(({ from, to }) => to === entry.to && from !== entry.from),
  );
  const observations = [...others, entry].sort((a, b) => order(a.to, b.to) || order(a.from, b.from));
  const { name: deployment, namespace } = observation;
  return { schema: "loadline.observations/v1", deployment, namespace, observations };
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Those that ended before. */
export const earlierThan = (
  history: ObservationHistory | null,
  { to }: Pick<Observation, "to">,
): readonly ObservationEntry[] => (history?.observations ?? []).filter((one) => one.to < formatInstant(to));

export const observationsText = (history: ObservationHistory): string => `${JSON.stringify(history, null, 2)}\n`;
