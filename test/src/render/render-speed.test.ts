import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { HUNDRED, type Hundred } from "../../support/hundred-deployments.ts";

/** Processor time of the thread that works, as other tests run beside this one. What else a machine does only ever adds to it: the least of some counts. */
const TRIES = 4;

it("a hundred deployments take less than five seconds to render and validate, schemas loaded on the way", () => {
  const taken: number[] = [];
  while (taken.length < TRIES && !taken.some((seconds) => seconds < 5)) {
    const { documents, processorSeconds }: Hundred = JSON.parse(
      execFileSync(process.execPath, [HUNDRED], { encoding: "utf8" }),
    );
    expect(documents).toBeGreaterThan(1000);
    taken.push(processorSeconds);
  }
  expect(Math.min(...taken)).toBeLessThan(5);
}, 120_000);
