import { ENVIRONMENT } from "../mistakes/environment.ts";
import { type Environment, environmentProblem } from "../ports/environment.ts";
import { InputError, type Problem } from "../ports/failure.ts";

/** What an operator sets, besides the App's credentials. */
export interface AppSettings {
  readonly host: string;
  readonly port: number;
  /** Null: embedded, in `dataFolder`. */
  readonly databaseUrl: string | null;
  readonly dataFolder: string;
  /** Without a slash at its end; null: reports are not linked. */
  readonly publicUrl: string | null;
  readonly argoCdToken: string | null;
  readonly reportsToken: string | null;
  readonly accounts: ReadonlySet<string> | null;
  readonly concurrency: number;
}

const DEFAULTS = { HOST: "0.0.0.0", PORT: "3000", LOADLINE_DATA_DIR: "./.loadline-data", LOADLINE_CONCURRENCY: "4" };

export function readSettings(environment: Environment): AppSettings {
  const given = (name: string): string | null => environment[name]?.trim() || null;
  const problems: Problem[] = [];
  const number = (name: keyof typeof DEFAULTS, [least, most]: readonly [number, number]): number => {
    const text = given(name) ?? DEFAULTS[name];
    if (/^\d{1,6}$/.test(text) && Number(text) >= least && Number(text) <= most) return Number(text);
    problems.push(environmentProblem(name, ENVIRONMENT.noNumber(text, [least, most])));
    return least;
  };
  const url = (name: string, schemes: readonly string[]): string | null => {
    const text = given(name);
    if (text === null || schemes.includes(URL.parse(text)?.protocol ?? "")) return text;
    problems.push(environmentProblem(name, ENVIRONMENT.noAddress(schemes)));
    return null;
  };
  const settings: AppSettings = {
    host: given("HOST") ?? DEFAULTS.HOST,
    port: number("PORT", [0, 65_535]),
    databaseUrl: url("DATABASE_URL", ["postgres:", "postgresql:"]),
    dataFolder: given("LOADLINE_DATA_DIR") ?? DEFAULTS.LOADLINE_DATA_DIR,
    publicUrl: url("LOADLINE_PUBLIC_URL", ["https:", "http:"])?.replace(/\/+$/, "") ?? null,
    argoCdToken: given("LOADLINE_ARGOCD_TOKEN"),
    reportsToken: given("LOADLINE_REPORTS_TOKEN"),
    accounts: listOf(given("LOADLINE_ACCOUNTS")),
    concurrency: number("LOADLINE_CONCURRENCY", [1, 64]),
  };
  if (problems.length > 0) throw new InputError(problems);
  return settings;
}

const listOf = (text: string | null): ReadonlySet<string> | null =>
  text === null ? null : new Set(text.split(",").map((name) => name.trim().toLowerCase()));
