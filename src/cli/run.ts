import { join } from "node:path";
import { OUTSIDE } from "../mistakes/outside.ts";
import { InputError, OutsideError } from "../ports/failure.ts";
import type { World } from "../ports/world.ts";
import type { Answer } from "../tasks/answer.ts";

/** How an answer is shown. */
export type Format = "text" | "json" | "markdown" | "html";

export const EXIT = { done: 0, refused: 1, input: 2, outside: 3, bug: 70 } as const;

/** Runs a command and sets the exit code. Mistakes and outside failures are explained on stderr, never with a stack. */
export async function run(command: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await command();
  } catch (error) {
    process.exitCode = explain(error);
  }
}

/** How an answer is wanted: `json` is one document on stdout, whatever else is written. */
export interface ShowFlags {
  readonly json?: boolean;
  readonly format?: Format;
  readonly verbose?: boolean;
}

/** Prints an answer on stdout. Returns the exit code. */
export async function show(answer: Answer, flags: ShowFlags): Promise<number> {
  await print(await inForm(answer, flags.json === true ? "json" : (flags.format ?? "text"), flags));
  return answer.code;
}

/** As `show`; with a folder named, the report is written there instead, and stdout has the JSON document if it is wanted. */
export async function report(
  answer: Answer,
  flags: ShowFlags & { readonly out?: string },
  { files }: Pick<World, "files">,
): Promise<number> {
  const { out, json = false } = flags;
  if (out === undefined) return show(answer, flags);
  const format = flags.format ?? (json ? "json" : "text");
  const name = FILE_NAMES[format];
  await files.write(out, new Map([[name, await inForm(answer, format, flags)]]));
  process.stderr.write(`Wrote ${join(out, name)}\n`);
  return json ? show(answer, { json }) : answer.code;
}

/** Writes to stdout and waits until it is taken. */
export async function print(text: string): Promise<void> {
  await new Promise<void>((resolve, reject) =>
    process.stdout.write(text, (error) => (error ? reject(error) : resolve())),
  );
}

let listening = false;

/** `loadline … | head -1` closes the pipe early, of an answer, of help or of an explanation: that is the reader's choice and no
 *  failure. */
export function letReadersLeave(): void {
  if (listening) return;
  listening = true;
  const leave = (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit();
    // Whoever waits for the write is told; nobody waits for help.
    process.exitCode = EXIT.outside;
  };
  process.stdout.on("error", leave);
  process.stderr.on("error", leave);
}

const FILE_NAMES: Readonly<Record<Format, string>> = {
  text: "report.txt",
  json: "report.json",
  markdown: "report.md",
  html: "index.html",
};

async function inForm(answer: Answer, format: Format, { verbose = false }: ShowFlags): Promise<string> {
  if (format === "json") return `${JSON.stringify(answer.document(), null, 2)}\n`;
  if (format === "markdown" && answer.markdown) return answer.markdown();
  if (format === "html" && answer.html) return answer.html();
  return answer.text({ ...screen(), verbose });
}

/** How text looks where stdout leads. A terminal of no columns is one that does not know its width. */
export const screen = (): { readonly width: number; readonly color: boolean } => ({
  width: Math.min(process.stdout.columns || 100, 140),
  color: process.stdout.isTTY === true && process.env["NO_COLOR"] === undefined,
});

function explain(error: unknown): number {
  if (error instanceof InputError) {
    say(error.message);
    return EXIT.input;
  }
  if (error instanceof OutsideError) {
    say(error.message);
    return EXIT.outside;
  }
  const known = outsideCode(error);
  if (known !== null) {
    say(known);
    return EXIT.outside;
  }
  say(
    `This is a bug in loadline, please report it: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  );
  return EXIT.bug;
}

/** What the operating system refuses is outside of loadline, wherever it surfaces. */
function outsideCode(error: unknown): string | null {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return null;
  if (!/^(E[A-Z]{2,}|ERR_OUT_OF_MEMORY)$/.test(error.code)) return null;
  const isPassing = ["EAGAIN", "EBUSY", "EMFILE", "ENFILE", "ETXTBSY"].includes(error.code);
  return OUTSIDE.operatingSystem(error.message, isPassing);
}

const say = (text: string): void => {
  process.stderr.write(`${text}\n`);
};
