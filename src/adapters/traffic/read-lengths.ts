import { readFile } from "node:fs/promises";
import type { TokenLengths } from "../../../planner/index.ts";
import { TRAFFIC } from "../../mistakes/traffic.ts";
import type { ReadOptions } from "../../ports/traffic-files.ts";
import { type Probe, probe } from "./probe.ts";
import { type Refusal, refuse } from "./refuse.ts";

type Point = readonly [number, number];

const COLUMNS = ["quantile", "tokens"] as const;
const MOST_POINTS = 10_000;
const MOST_TOKENS = 2 ** 31 - 1;

/** A table of token lengths, CSV `quantile,tokens`, as alibaba/ServeGen's are summed up. Every row must be right. */
export async function readLengths(
  path: string,
  { shown = path }: Pick<ReadOptions, "shown"> = {},
): Promise<TokenLengths> {
  const file = await probe(path, shown);
  const columns = COLUMNS.map((name) => file.columns.map((column) => column.toLowerCase()).indexOf(name));
  if (file.kind !== "csv" || columns.includes(-1)) throw noTable(file);
  const lines = (await readFile(path, "utf8")).split(/\r\n|\n|\r/);
  const points: Point[] = [];
  for (const [index, line] of lines.entries()) {
    if (index < file.skip || line.trim() === "") continue;
    const cells = line.split(file.delimiter).map((cell) => cell.trim().replace(/^"(.*)"$/, "$1"));
    const [quantile = "", tokens = ""] = columns.map((column) => cells[column] ?? "");
    const fault = faultOf(quantile, tokens, points.at(-1));
    if (fault !== null) throw refuse(shown, { line: index + 1, ...fault });
    points.push(pointOf(quantile, tokens));
    if (points.length > MOST_POINTS) throw tooManyPoints(shown);
  }
  if (points.length >= 2) return { kind: "quantiles", points };
  throw refuse(shown, TRAFFIC.tooFewQuantiles(points.length));
}

/** A request without tokens is none: 0 is read as 1. */
const pointOf = (quantile: string, tokens: string): Point => [Number(quantile), Math.max(1, Number(tokens))];

function faultOf(quantileText: string, tokensText: string, before: Point | undefined): Refusal | null {
  const [quantile, tokens] = [numberOf(quantileText), numberOf(tokensText)];
  const found = (text: string) => (text === "" ? "nothing" : JSON.stringify(text.slice(0, 60)));
  const least = before?.[0] ?? -1;
  if (!(quantile >= 0 && quantile <= 1 && quantile > least)) {
    return { at: "quantile", ...TRAFFIC.noQuantile(found(quantileText), before?.[0] ?? null) };
  }
  if (tokens >= 0 && tokens <= MOST_TOKENS && Math.max(1, tokens) >= (before?.[1] ?? 0)) return null;
  return { at: "tokens", ...TRAFFIC.fallingTokens(found(tokensText), before?.[1] ?? null) };
}

const numberOf = (text: string): number => (text === "" ? Number.NaN : Number(text));

function noTable({ shown, columns, kind, skip }: Probe): Error {
  const found = columns.length === 0 ? `a ${kind} file` : `the columns ${columns.slice(0, 10).join(", ")}`;
  return refuse(shown, { line: kind === "csv" ? skip : null, ...TRAFFIC.noQuantileTable(found) });
}

function tooManyPoints(shown: string): Error {
  return refuse(shown, TRAFFIC.tooManyQuantiles(MOST_POINTS));
}
