import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fitAllKernels } from "../../.github/scripts/fit/kernel-files.ts";
import { kernelFile } from "../../.github/scripts/fit/law-files.ts";
import { MEASURED_KERNELS } from "../../planner/steps/kernels/index.generated.ts";
import { sharedFolder, titled } from "../support/shared.ts";

const ROOM = join(import.meta.dirname, "../../planner/steps/kernels");

describe("the laws of kernels", () => {
  const shared = sharedFolder();
  it.skipIf(shared === null)(
    titled("come out of the measured tables to the byte (7 GPUs)", shared),
    async () => {
      const seen = MEASURED_KERNELS[0]?.seen ?? "";
      const fitted = await fitAllKernels(shared ?? "", seen);
      expect([...fitted.keys()]).toHaveLength(7);
      for (const [id, kernels] of fitted) {
        expect(kernelFile(id, kernels), id).toBe(readFileSync(join(ROOM, `${id}.generated.ts`), "utf8"));
      }
    },
    120_000,
  );

  it.each(MEASURED_KERNELS)("of $gpu explain their tables: half of the kernels within a quarter", ({ evidence }) => {
    expect(Object.keys(evidence).length).toBeGreaterThanOrEqual(5);
    for (const [name, { rows, error }] of Object.entries(evidence)) {
      expect(rows, name).toBeGreaterThanOrEqual(20);
      expect(error.median, name).toBeLessThan(0.25);
    }
  });
});
