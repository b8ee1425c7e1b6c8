// Prints "N passed, N failed, N skipped" from the result file of vitest's JSON reporter. Plain JavaScript: when the
// installation failed, only the machine's own Node is there.
import { readFileSync } from "node:fs";

const { passed, failed, skipped } = totals(readFileSync(process.argv[2], "utf8"));
process.stdout.write(`${passed} passed, ${failed} failed, ${skipped} skipped\n`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

function totals(text) {
  // No result at all (installation or start failed) is a failure, not silence.
  if (text.trim() === "") return { passed: 0, failed: 1, skipped: 0 };
  const result = JSON.parse(text);
  const failed = result.numFailedTests + result.testResults.filter(failedToLoad).length;
  return {
    passed: result.numPassedTests,
    // An error outside every test fails the run without failing a test.
    failed: result.success || failed > 0 ? failed : 1,
    skipped: result.numPendingTests + result.numTodoTests,
  };
}

/** A file that broke before or beside its tests counts as one failure: its tests are not in the totals. */
function failedToLoad({ status, assertionResults }) {
  return status === "failed" && !assertionResults.some((test) => test.status === "failed");
}
