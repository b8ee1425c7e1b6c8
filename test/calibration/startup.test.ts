import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { heldOutStarts, startupFactFile } from "../../.github/scripts/fit/startup.ts";
import { startupRows } from "../../.github/scripts/fit/startup-rows.ts";
import { sharedFolder, titled } from "../support/shared.ts";

const folder = sharedFolder("data/measured/cold-start");
const FACTS = join(import.meta.dirname, "../../planner/plan/startup.generated.ts");

describe.skipIf(folder === null)(titled("start-up of vLLM against measured starts (24 rows)", folder), () => {
  const rows = folder === null ? [] : startupRows(join(folder, "../../.."));

  it("has the fact file that these rows give, to the byte", () => {
    expect(rows).toHaveLength(24);
    expect(readFileSync(FACTS, "utf8")).toBe(startupFactFile(rows));
  });

  it.each([
    ["warm", 14],
    ["fresh", 7],
  ] as const)("is within 10 %% on average on unseen models, caches %s (%d starts)", (caches, count) => {
    const errors = heldOutStarts(rows)
      .filter((start) => start.caches === caches)
      .map(({ error }) => Math.abs(error));
    expect(errors).toHaveLength(count);
    expect(errors.reduce((sum, error) => sum + error, 0) / count).toBeLessThan(0.1);
    expect(Math.max(...errors)).toBeLessThan(0.14);
  });
});
