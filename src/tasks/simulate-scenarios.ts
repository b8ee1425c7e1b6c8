import { dirname, resolve } from "node:path";
import { type Located, readScenario, type Scenario, scenarioFromJson } from "../config/index.ts";
import { SIMULATION } from "../mistakes/simulation.ts";
import type { ConfigSource } from "../ports/config-source.ts";
import { explain, fileError, InputError, OutsideError, type Problem } from "../ports/failure.ts";
import type { World } from "../ports/world.ts";
import { simulateText } from "../report/index.ts";
import type { Answer } from "./answer.ts";
import { calibrationNamed } from "./calibration-file.ts";
import { missing, textOf } from "./load-deployments.ts";
import { refusalDocument, simulateDocument } from "./simulate/document.ts";
import type { ScenarioFiles } from "./simulate/engine.ts";
import { replay, writeRows } from "./simulate/replay.ts";
import { type Contradiction, type RunOptions, runScenario, type ScenarioAnswer } from "./simulate/run.ts";
import { readStepTables } from "./simulate/step-tables.ts";

type SimulateWorld = Pick<World, "files" | "sources" | "traffic" | "results">;

/** What `simulate` may be told on the command line. */
export interface SimulateOptions {
  readonly seed: number;
  /** Seconds of a clock that only goes forward. */
  readonly stopwatch: () => number;
  readonly progress: RunOptions["progress"];
  /** Told what of the scenario is not used. */
  readonly note: (text: string) => void;
}

/** What `simulate` is about, as paths. */
interface Named {
  readonly scenario: string;
  readonly requests: string | null;
  readonly results: string | null;
}

/** `simulate SCENARIO`: the simulator alone. */
export async function simulateFile(named: Named, world: SimulateWorld, options: SimulateOptions): Promise<Answer> {
  refuseOverwriting(named);
  const located = await scenarioFrom(named.scenario, world);
  const scenario = named.requests === null ? located.value : withoutLoad(located.value, named, options);
  const seed = scenario.seed ?? options.seed;
  const place = located.locate(["spec", "stepTime", "calibration"]);
  const folder = await world.sources.folder(dirname(named.scenario));
  const files = await filesOf(scenario, folder, { file: located.file, ...place });
  const run = { ...files, keepRequests: named.results !== null, ...options, seed };
  const answer =
    named.requests === null
      ? await runWithoutFile(scenario, run, { results: named.results, world })
      : await replay({ scenario, run }, { requests: named.requests, results: named.results }, world);
  if (answer.kind === "invalid") throw contradictionIn(located, answer);
  const document = documentOf(answer, scenario.id, seed);
  return {
    code: answer.kind === "answered" ? 0 : 1,
    document: () => document,
    text: (style) => simulateText(document, style),
  };
}

/** Requests to replay take the place of those the scenario would draw. */
function withoutLoad(scenario: Scenario, named: Named, { note }: SimulateOptions): Scenario {
  if (scenario.load !== null) note(`${named.scenario}: spec.load is not used, since --requests names what to replay.`);
  return { ...scenario, load: null };
}

function refuseOverwriting({ scenario, requests, results }: Named): void {
  if (results === null || ![scenario, requests ?? ""].some((path) => resolve(path) === resolve(results))) return;
  throw fileError(results, SIMULATION.resultsOverInput);
}

async function runWithoutFile(
  scenario: Scenario,
  run: RunOptions,
  { results, world }: { readonly results: string | null; readonly world: SimulateWorld },
): Promise<ScenarioAnswer> {
  const answer = runScenario(scenario, run, null);
  if (results === null || answer.kind !== "answered" || answer.rows === null) return answer;
  await writeRows(await world.results.openResults(results), answer.rows, null);
  return answer;
}

/** `simulate --batch`: one scenario a line in, one answer a line out, in order. Yields each line as soon as it is known. */
export async function* simulateBatch(
  batch: string,
  world: SimulateWorld,
  options: SimulateOptions,
): AsyncGenerator<object> {
  const bytes = await world.files.read(batch);
  if (bytes === null) throw missing(batch);
  const lines = new TextDecoder().decode(bytes).split(/\r?\n/);
  if (lines.every((line) => line.trim() === "")) {
    throw fileError(batch, SIMULATION.emptyBatch);
  }
  const folder = await world.sources.folder(".");
  for (const [index, line] of lines.entries()) {
    if (line.trim() === "") continue;
    yield await answerLine(line, { batch, number: index + 1, folder }, options);
  }
}

/** A line of a batch, where it stands, and the folder its tables are read from. */
interface BatchPlace {
  readonly batch: string;
  readonly number: number;
  readonly folder: ConfigSource;
}

async function answerLine(line: string, place: BatchPlace, options: SimulateOptions): Promise<object> {
  let id: string | number | null = place.number;
  try {
    const value: unknown = JSON.parse(line);
    id = idIn(value) ?? id;
    const scenario = scenarioFromJson(value, place.batch, place.number);
    const seed = scenario.seed ?? options.seed;
    const files = await filesOf(scenario, place.folder, { file: place.batch, line: place.number, column: null });
    const run = { ...options, ...files, seed, keepRequests: false };
    const answer = runScenario(scenario, run, null);
    if (answer.kind === "invalid") return refusalDocument(id, "invalid", contradictionOf(place, answer));
    return documentOf(answer, id, seed);
  } catch (error) {
    if (error instanceof SyntaxError) return refusalDocument(id, "invalid", notJson(place, error.message));
    if (error instanceof InputError) return refusalDocument(id, "invalid", error.message);
    // The outside is the same for each line; what else goes wrong with one of them is that line's answer alone.
    if (error instanceof OutsideError) throw error;
    return refusalDocument(id, "failed", `loadline could not answer this line; please report it: ${String(error)}`);
  }
}

const notJson = ({ batch, number }: BatchPlace, found: string): string =>
  explain({
    ...{ file: batch, line: number, column: null, at: "" },
    ...SIMULATION.noJsonLine(found),
  });

/** Where the line stands, and what is to be done about it. */
const contradictionOf = ({ batch, number }: BatchPlace, { at, words }: Contradiction): string =>
  explain({ file: batch, line: number, column: null, at: at.join("."), ...words });

async function filesOf(
  { stepTime }: Scenario,
  source: ConfigSource,
  place: Pick<Problem, "file" | "line" | "column">,
): Promise<ScenarioFiles> {
  const tables = stepTime.kind === "table" ? await readStepTables(stepTime, source) : null;
  const path = stepTime.kind === "hardware" ? stepTime.calibration : null;
  const named = path === null ? null : { path, source, place: { ...place, at: "spec.stepTime.calibration" } };
  return { tables, calibration: await calibrationNamed(named) };
}

function idIn(value: unknown): string | number | null {
  if (typeof value !== "object" || value === null || !("id" in value)) return null;
  return typeof value.id === "string" || typeof value.id === "number" ? value.id : null;
}

/** What only shows once everything is read together; in a batch it is an answer, alone it is a mistake in the file. */
function contradictionIn(located: Located<Scenario>, { at, words }: Contradiction): InputError {
  return new InputError([{ file: located.file, ...located.locate(at), at: at.join("."), ...words }]);
}

function documentOf(answer: Exclude<ScenarioAnswer, Contradiction>, id: string | number | null, seed: number): object {
  if (answer.kind !== "answered") return refusalDocument(id, answer.kind, answer.message);
  return simulateDocument(answer.result, { id, seed, ...answer });
}

async function scenarioFrom(path: string, world: SimulateWorld): Promise<Located<Scenario>> {
  const bytes = await world.files.read(path);
  if (bytes === null) throw missing(path);
  return readScenario(textOf(bytes, path), path);
}
