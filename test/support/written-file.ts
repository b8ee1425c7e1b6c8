import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

/** Writes a file of this content into a folder of its own and returns its path; the folder goes when the tests are done. */
export function written(name: string, content: string | Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), "loadline-test-"));
  folders.push(folder);
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
