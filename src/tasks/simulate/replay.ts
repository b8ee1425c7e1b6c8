import { resolve } from "node:path";
import { REQUEST_STATUS, type RequestColumns } from "../../../planner/index.ts";
import type { Scenario } from "../../config/index.ts";
import type { RequestPiece, ResultsWriter } from "../../ports/traffic-files.ts";
import type { World } from "../../ports/world.ts";
import { inFileOrder } from "./file-order.ts";
import { prepareRun, type RunOptions, runScenario, type ScenarioAnswer, type ScenarioRun } from "./run.ts";

interface Asked {
  readonly scenario: Scenario;
  readonly run: RunOptions;
}

interface Files {
  readonly requests: string;
  readonly results: string | null;
}

type ReplayWorld = Pick<World, "traffic" | "results">;

/** Replays a file of requests as it is read, and writes what became of them as it becomes known: memory does not grow with
 *  the file. One that is not in order of arrival is read whole and sorted. */
export async function replay(asked: Asked, files: Files, world: ReplayWorld): Promise<ScenarioAnswer> {
  const prepared = prepareRun(asked.scenario, asked.run);
  if (prepared.kind !== "run") return prepared;
  const stream = new Replay(prepared, files.results === null ? null : await world.results.openResults(files.results));
  try {
    const begin = () => stream.begin(freshRun(asked));
    const found = await world.traffic.streamRequests(resolve(files.requests), begin, { shown: files.requests });
    if (found === "ordered") return await stream.end();
    await stream.discard();
  } catch (error) {
    await stream.discard();
    throw error;
  }
  return replaySorted(asked, files, world);
}

function freshRun({ scenario, run }: Asked): ScenarioRun {
  const prepared = prepareRun(scenario, run);
  if (prepared.kind !== "run") throw new Error("a scenario that was ready is no longer");
  return prepared;
}

async function replaySorted({ scenario, run }: Asked, files: Files, world: ReplayWorld): Promise<ScenarioAnswer> {
  const { workload, ids, order } = await world.traffic.readRequests(resolve(files.requests), { shown: files.requests });
  const answer = runScenario(scenario, run, workload);
  if (files.results === null || answer.kind !== "answered" || answer.rows === null) return answer;
  await writeRows(await world.results.openResults(files.results), inFileOrder(answer.rows, order), ids);
  return answer;
}

/** Writes all rows there are; nothing is left behind where that fails. */
export async function writeRows(
  writer: ResultsWriter,
  rows: RequestColumns,
  ids: readonly string[] | null,
): Promise<void> {
  try {
    await writer.write({ ids, statusNames: REQUEST_STATUS, ...rows });
    await writer.commit();
  } catch (error) {
    await writer.discard();
    throw error;
  }
}

/** One replay under way. */
class Replay {
  private run: ScenarioRun;
  private readonly writer: ResultsWriter | null;
  private ids: (string | null)[] = [];
  private written = 0;
  private isSecondTry = false;

  constructor(run: ScenarioRun, writer: ResultsWriter | null) {
    this.run = run;
    this.writer = writer;
  }

  /** From the beginning of the file, for which a reader may need a second try. */
  begin(run: ScenarioRun): (piece: RequestPiece) => Promise<void> {
    this.run = run;
    this.ids = [];
    this.written = 0;
    const opened = this.isSecondTry ? this.writer?.restart() : undefined;
    this.isSecondTry = true;
    return async (piece) => {
      await opened;
      run.feed(piece.workload);
      if (this.writer === null) return;
      for (let i = 0; i < piece.workload.arrivals.length; i++) this.ids.push(piece.ids?.[i] ?? null);
      await this.write(this.writer, run.takeRows());
    };
  }

  async end(): Promise<ScenarioAnswer> {
    const answer = this.run.finish();
    if (this.writer === null) return answer;
    await this.write(this.writer, answer.rows);
    await this.writer.commit();
    return answer;
  }

  async discard(): Promise<void> {
    await this.writer?.discard();
  }

  private async write(writer: ResultsWriter, rows: RequestColumns | null): Promise<void> {
    if (rows === null || rows.arrivals.length === 0) return;
    const names = this.ids.splice(0, rows.arrivals.length).map((id, i) => id ?? String(this.written + i));
    this.written += names.length;
    await writer.write({ ids: names, statusNames: REQUEST_STATUS, ...rows });
  }
}
