import type * as z from "zod";
import type { CalibrationSource, ObservedLoad } from "../../../planner/index.ts";
import { showValue } from "../../config/index.ts";
import { CALIBRATION } from "../../mistakes/calibration.ts";
import { InputError, type Mistake } from "../../ports/failure.ts";

/** Loads that were measured, and by what. */
export interface Measurements {
  readonly source: CalibrationSource;
  readonly loads: readonly ObservedLoad[];
  /** Sentences about what the files do not tell. */
  readonly notes: readonly string[];
}

/** One JSON value of a result file, and where in the file it begins. */
export interface ResultValue {
  readonly file: string;
  readonly text: string;
  /** 1-based line of its first character. */
  readonly line: number;
  readonly value: unknown;
}

/** The JSON values of a file: one document, or one a line as benchmarks append them. */
export function jsonValues(text: string, file: string): readonly ResultValue[] {
  const whole = parsed(text);
  if (whole.kind === "value") return listed(whole.value, { file, text });
  const lines = text.split(/\r?\n/).flatMap((line, index) => (line.trim() === "" ? [] : [{ line, number: index + 1 }]));
  const values = lines.map(({ line, number }) => ({ ...parsed(line), number, line }));
  if (lines.length < 2 || values.some(({ kind }) => kind === "wrong")) throw notJson(file, text, whole.message);
  return values.map(({ line, number, ...of }) => {
    return { file, text: line, line: number, value: of.kind === "value" ? of.value : null };
  });
}

const listed = (value: unknown, of: { readonly file: string; readonly text: string }): readonly ResultValue[] =>
  (Array.isArray(value) ? (value as readonly unknown[]) : [value]).map((one) => ({ ...of, line: 1, value: one }));

function parsed(text: string): { kind: "value"; value: unknown } | { kind: "wrong"; message: string } {
  try {
    // Python writes NaN and Infinity, which JSON does not know; where they stand, nothing was measured.
    const mended = /\b(NaN|Infinity)\b/.test(text) ? text.replace(NOT_A_NUMBER, "$1null") : text;
    return { kind: "value", value: JSON.parse(mended) as unknown };
  } catch (error) {
    return { kind: "wrong", message: error instanceof Error ? error.message : String(error) };
  }
}

const NOT_A_NUMBER = /([[,:]\s*)-?(?:NaN|Infinity)(?=\s*[\],}])/g;

function notJson(file: string, text: string, message: string): InputError {
  const offset = Number(/position (\d+)/.exec(message)?.[1] ?? text.length);
  const before = text.slice(0, offset).split(/\r?\n/);
  const found = offset >= text.length ? "the end of the file" : JSON.stringify(text.slice(offset, offset + 20));
  const place = { file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1, at: "" };
  return new InputError([{ ...place, ...CALIBRATION.notJson(found) }]);
}

/** A value of a known shape; the first place that is otherwise is an InputError. */
export function shaped<T>(result: ResultValue, schema: z.ZodType<T>, wanted: string): T {
  const read = schema.safeParse(result.value);
  if (read.success) return read.data;
  const path = read.error.issues[0]?.path ?? [];
  const found = path.reduce<unknown>((value, key) => (isMapping(value) ? value[String(key)] : undefined), result.value);
  throw wrong(result, path.map(String), CALIBRATION.otherShape(showValue(found), wanted));
}

const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

/** A mistake in a result, on the line of the first key of that name. */
export function wrong({ file, text, line }: ResultValue, path: readonly string[], mistake: Mistake): InputError {
  const key = path.findLast((step) => !/^\d+$/.test(step)) ?? "";
  const offset = key === "" ? -1 : text.indexOf(`"${key}"`);
  const breaks = offset < 0 ? 0 : (text.slice(0, offset).match(/\n/g)?.length ?? 0);
  return new InputError([{ file, line: line + breaks, column: null, at: path.join("."), ...mistake }]);
}
