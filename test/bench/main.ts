import { spawnSync } from "node:child_process";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { measureApp } from "./app.ts";
import { measureCommands } from "./commands.ts";
import { measureForecasters } from "./forecasters.ts";
import { measureManifests } from "./manifests.ts";
import { measureReading } from "./reading.ts";
import { measureSimulator } from "./simulator.ts";
import { measureSoak } from "./soak.ts";
import { measureStreams } from "./streams.ts";
import { type Measured, printTable } from "./table.ts";
import { measureVidur } from "./vidur.ts";

/** `npm run bench [simulator|streams|reading|forecasters|vidur|manifests|app|commands|soak]`: the table of measured speeds, beside the marks they are held to. */
const SUITES: Readonly<Record<string, () => Promise<readonly Measured[]> | readonly Measured[]>> = {
  simulator: measureSimulator,
  streams: measureStreams,
  reading: measureReading,
  forecasters: measureForecasters,
  vidur: measureVidur,
  manifests: measureManifests,
  app: measureApp,
  commands: measureCommands,
  soak: measureSoak,
};
/** Takes ten minutes: only where it is asked for by name. */
const BY_NAME = ["soak"];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !Object.hasOwn(SUITES, name));
if (unknown.length > 0) {
  console.error(`Unknown suite ${unknown.join(", ")}; known: ${Object.keys(SUITES).join(", ")}`);
  process.exitCode = 2;
} else {
  const rows: Measured[] = [];
  for (const [name, suite] of Object.entries(SUITES)) {
    // Each suite runs in a process of its own, so that the memory of one is not counted for the next.
    if (wanted.length === 1 && wanted[0] === name) rows.push(...(await suite()));
    else if (wanted.includes(name) || (wanted.length === 0 && !BY_NAME.includes(name)))
      rows.push(...inOwnProcess(name));
  }
  if (process.env["LOADLINE_BENCH_JSON"] === "1") console.log(JSON.stringify(rows));
  else
    console.log(printTable(rows, { node: process.version, cores: cpus().length, cpu: cpus()[0]?.model ?? "unknown" }));
}

function inOwnProcess(name: string): readonly Measured[] {
  const child = spawnSync(process.execPath, [fileURLToPath(import.meta.url), name], {
    encoding: "utf8",
    env: { ...process.env, LOADLINE_BENCH_JSON: "1" },
    maxBuffer: 1 << 24,
  });
  if (child.status !== 0) throw new Error(`the suite ${name} failed:\n${child.stderr}`);
  return JSON.parse(child.stdout) as readonly Measured[];
}
