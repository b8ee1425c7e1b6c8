import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { vi } from "vitest";
import { runCommandLine } from "../../src/cli/command-line.ts";

/** Runs a command line in this process, in a folder of its own, and throws what it says on stderr. The folder's path reads `/here`. */
export async function refusal(folder: string, ...words: readonly string[]): Promise<void> {
  const before = { folder: process.cwd(), code: process.exitCode };
  const said: string[] = [];
  const write = vi.spyOn(process.stderr, "write").mockImplementation((text) => said.push(String(text)) > 0);
  process.chdir(folder);
  try {
    await runCommandLine(words);
  } finally {
    process.chdir(before.folder);
    write.mockRestore();
  }
  const { exitCode } = process;
  process.exitCode = before.code;
  if (exitCode !== 2 && exitCode !== 3) throw new Error(`ended with ${exitCode}: ${said.join("")}`);
  throw new Error(said.join("").replaceAll(folder, "/here").trimEnd());
}

/** Writes files below a folder, and gives the folder. */
export function withFiles(folder: string, files: Readonly<Record<string, string | Uint8Array>>): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}
