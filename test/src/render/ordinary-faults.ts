import { readFileSync } from "node:fs";
import { join } from "node:path";

export const ordinaryFolder = join(import.meta.dirname, "ordinary");

/** A manifest of `ordinary/` with one text replaced, and what must be said of it first. */
interface OrdinaryFault {
  readonly file: string;
  readonly text: string;
  /** What stands in place of the right text. */
  readonly stands: string;
  readonly line: string;
  readonly path: string;
  readonly message: string;
}

/** `ordinary-faults.tsv`: file, right text, wrong text, line, path, message; \n and \t as in JSON. */
export function ordinaryFaults(): readonly OrdinaryFault[] {
  const [, ...rows] = readFileSync(join(import.meta.dirname, "ordinary-faults.tsv"), "utf8")
    .trimEnd()
    .split("\n");
  return rows.map((row) => {
    const [file = "", right = "", stands = "", line = "", path = "", message = ""] = row.split("\t");
    const good = readFileSync(join(ordinaryFolder, file), "utf8");
    if (!good.includes(unescaped(right))) throw new Error(`${file} has no ${right}`);
    return { file, text: good.replace(unescaped(right), () => unescaped(stands)), stands, line, path, message };
  });
}

const unescaped = (text: string): string =>
  text.replaceAll(/\\(.)/g, (_all, letter: string) => ({ n: "\n", t: "\t" })[letter] ?? letter);
