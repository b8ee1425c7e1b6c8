#!/usr/bin/env node
// Plain JavaScript with no static import: an older Node must reach the message below instead of a syntax error.
const WANTED = 24;

if (Number(process.versions.node.split(".")[0]) < WANTED) {
  process.stderr.write(
    `loadline needs Node ${WANTED} or newer. Found: Node ${process.versions.node} at ${process.execPath}.\n` +
      `  Install Node ${WANTED} (https://nodejs.org), or put it first on the PATH.\n`,
  );
  process.exitCode = 2;
} else {
  void import(new URL("../../dist/src/cli/main.js", import.meta.url).href);
}
