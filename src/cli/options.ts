import { type Command, Option } from "commander";
import { COMMAND_LINE } from "../mistakes/command-line.ts";
import { commandLineError } from "../ports/failure.ts";
import type { Format } from "./run.ts";

/** Flags that every command has. */
export interface CommonFlags {
  readonly json?: true;
}

/** Flags of the commands that forecast. */
export interface ForecastFlags extends CommonFlags {
  readonly seed: string;
  readonly now?: string;
  readonly horizon: string;
  readonly traffic?: string;
  readonly trafficScale: string;
  readonly inputScale: string;
  readonly outputScale: string;
  readonly format?: Format;
  readonly out?: string;
  readonly verbose?: true;
}

export const FORMATS: readonly Format[] = ["text", "json", "markdown", "html"];

export const withJson = (command: Command): Command =>
  command.option("--json", "one JSON document on stdout, nothing else");

export function withForecast(command: Command): Command {
  return withJson(command)
    .option("--seed <n>", "seed of everything random", "1")
    .option(
      "--now <date>",
      "the day to plan from, YYYY-MM-DD; decides how old prices and data are (default: today, UTC)",
    )
    .option("--horizon <duration>", "how far to look ahead", "30d")
    .option("--traffic <file>", "a request log instead of the deployments' own")
    .option("--traffic-scale <factor>", "what if there were this many times the traffic", "1")
    .option("--input-scale <factor>", "what if prompts were this many times as long", "1")
    .option("--output-scale <factor>", "what if answers were this many times as long", "1");
}

export const withVerbose = (command: Command): Command =>
  command.option("--verbose", "in text: also how each figure of the table came about, as explain says it");

export function withFormat(command: Command): Command {
  return command
    .addOption(new Option("--format <form>", "how to show the answer").choices(FORMATS))
    .option("--out <dir>", "write the report into a folder instead of stdout");
}

export function wholeOf(at: string, text: string, least: number): number {
  const value = Number(text);
  if (/^\d{1,15}$/.test(text) && value >= least) return value;
  throw commandLineError(at, COMMAND_LINE.noWhole(text, at, least));
}

export function positiveOf(at: string, text: string): number {
  const value = Number(text.replace(/x$/, ""));
  if (text.trim() !== "" && Number.isFinite(value) && value > 0 && value <= 1e6) return value;
  throw commandLineError(at, COMMAND_LINE.notPositive(text, at));
}

/** Whole numbers parted by commas, each once and rising. */
export function wholesOf(at: string, text: string, most: number): readonly number[] {
  const numbers = text.split(",").map((part) => wholeOf(at, part.trim(), 1));
  if (numbers.every((value, i) => value > (numbers[i - 1] ?? 0) && value <= most)) return numbers;
  throw commandLineError(at, COMMAND_LINE.notRising(text, at, most));
}

/** Milliseconds per unit: dividing by 1000 last keeps them exact. */
const MILLISECONDS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A horizon. */
export const horizonOf = (text: string): number => durationOf("--horizon", text, "30d");

/** From an hour to 400 days. */
export function durationOf(at: string, text: string, example: string): number {
  return durationWithin(at, text, { least: 3600, most: 400 * 86_400, wanted: "a duration from 1h to 400d", example });
}

/** How long a window is: from a minute to a day. */
export const windowOf = (text: string): number =>
  durationWithin("--window", text, { least: 60, most: 86_400, wanted: "a duration from 1m to 1d", example: "1h" });

interface Bounds {
  readonly least: number;
  readonly most: number;
  readonly wanted: string;
  readonly example: string;
}

function durationWithin(at: string, text: string, { least, most, wanted, example }: Bounds): number {
  const found = /^(\d{1,12}(?:\.\d{1,6})?)(ms|s|m|h|d)$/.exec(text);
  const seconds = found ? (Number(found[1]) * (MILLISECONDS[found[2] ?? ""] ?? 0)) / 1000 : 0;
  if (seconds >= least && seconds <= most) return seconds;
  throw commandLineError(at, COMMAND_LINE.noDuration(text, wanted, `${at} ${example}`));
}
