import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../support/command.ts";

const MAIN = resolve(fileURLToPath(import.meta.url), "../../../../src/cli/main.ts");

/** Names every module that a run loads, on stderr. */
const HOOK = `import { registerHooks } from "node:module";
registerHooks({
  load: (url, context, next) => {
    process.stderr.write(url + "\\n");
    return next(url, context);
  },
});
`;

describe("help", () => {
  it("comes at once: neither the planner nor any task or adapter is loaded for it", () => {
    const hook = join(temporaryFolder(), "hook.mjs");
    writeFileSync(hook, HOOK);
    const run = spawnSync(process.execPath, ["--import", pathToFileURL(hook).href, MAIN, "--help"], {
      encoding: "utf8",
    });
    expect(run.status).toBe(0);
    const loaded = run.stderr.trim().split("\n");
    expect(loaded.filter((url) => url.endsWith("/src/cli/main.ts"))).toHaveLength(1);
    expect(loaded.filter((url) => /\/(planner|tasks|adapters|config|report|render)\//.test(url))).toEqual([]);
    expect(loaded.length).toBeLessThan(60);
  });
});
