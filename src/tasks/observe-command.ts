import { posix } from "node:path";
import type { World } from "../ports/world.ts";
import type { Answer } from "./answer.ts";
import type { TrafficWorld } from "./deployment-traffic.ts";
import { answerOf, type ObserveOptions, observe } from "./observe-deployment.ts";
import { observationsText, readObservations } from "./observe-history.ts";
import { observationsFile, pastOf } from "./observe-past.ts";

/** What `observe` is told. */
export interface ObserveRequest {
  readonly file: string;
  /** A Git revision, or a forecast that was kept; null = the file as it stands. */
  readonly against: string | null;
  /** Folder in which observations are kept; null = they are not. */
  readonly out: string | null;
}

/** An answer, and what is kept of it. */
export interface ObserveAnswer {
  readonly answer: Answer;
  /** By path below the folder. */
  readonly files: ReadonlyMap<string, string>;
}

/** `observe`: a past forecast against what Prometheus measured. */
export async function observeCommand(
  { file, against, out }: ObserveRequest,
  world: TrafficWorld & Pick<World, "sources">,
  options: ObserveOptions,
): Promise<ObserveAnswer> {
  const past = await pastOf(file, against, world);
  try {
    const kept = observationsFile(past.one);
    const path = out === null ? null : posix.join(out, kept);
    const history = path === null ? null : readObservations(await world.files.read(path), path);
    const observed = await observe(past, world, { options, history });
    const files = new Map(
      out === null || observed.kind === "refused" ? [] : [[kept, observationsText(observed.history)]],
    );
    return { answer: answerOf(observed), files };
  } finally {
    await past.close();
  }
}
