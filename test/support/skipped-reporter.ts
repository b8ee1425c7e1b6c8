import type { Reporter, TestCase, TestModule } from "vitest/node";

/** Lists every test that did not run, with the reason it gave: nobody should take a skip for a pass. */
export class SkippedReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const skipped = modules.flatMap((module) => [...module.children.allTests("skipped")]);
    for (const line of skipped.map(describeSkip)) process.stdout.write(`${line}\n`);
  }
}

function describeSkip(test: TestCase): string {
  const result = test.result();
  const reason = result.state === "skipped" && result.note !== undefined ? `: ${result.note}` : "";
  return `SKIPPED ${test.module.relativeModuleId} > ${test.fullName}${reason}`;
}
