import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { MeasuredServing } from "../../../planner/steps/fitted.ts";
import { sharedFolder } from "../../../test/support/shared.ts";
import { prepare } from "./closed-loop.ts";
import { fitAllKernels } from "./kernel-files.ts";
import { kernelFile, listFile, servingFile } from "./law-files.ts";
import { GROUPS, kernelsById, measuredServing, rowsOfGroup } from "./serving-laws.ts";
import { siliconRows } from "./silicon.ts";
import { isHeldBack } from "./split.ts";
import { measuredSteps } from "./steps.ts";

const ROOM = join(import.meta.dirname, "../../../planner/steps");

/** The day on which the coefficients were last looked at; part of every fact. */
const SEEN = "2026-11-25";
/** Steps of one server resemble each other: each so many-th of them is as good as all. */
const EACH_STEP = 12;

/** Fits kernels and serving on the shared measurements and writes their fact files. Some twenty minutes. */
async function main(shared: string): Promise<void> {
  const kernels = await fitAllKernels(shared, SEEN);
  for (const [id, measured] of kernels) write(`kernels/${id}`, kernelFile(id, measured));
  write("kernels/index", listFile([...kernels.keys()], "Kernels"));
  const laws = kernelsById(kernels);
  const rows = (await siliconRows(shared)).filter((row) => !isHeldBack(row)).map(prepare);
  const prepared = rows.flatMap((row) => (row.kind === "prepared" ? [row] : []));
  const steps = await measuredSteps(shared, EACH_STEP);
  const fitted = new Map<string, MeasuredServing>();
  for (const group of GROUPS) {
    const own = rowsOfGroup(group, prepared);
    const elsewhere = prepared.filter(({ row, hardware }) => {
      return row.engine === group.engine && !group.capabilities.includes(hardware.gpu.architecture);
    });
    const question = {
      ...{ rows: own, all: own, kernels: laws },
      steps: group.id === "hopper-vllm" ? steps : [],
      prior: group.engine === "sglang" ? (fitted.get("hopper-vllm")?.law ?? null) : null,
    };
    const measured = measuredServing(group, question, { elsewhere: { rows: elsewhere, kernels: laws }, seen: SEEN });
    fitted.set(group.id, measured);
    write(`serving/${group.id}`, servingFile(group.id, measured));
    console.log(`${group.id}: ${own.length} rows, ${JSON.stringify(measured.error)}`);
  }
  write("serving/index", listFile([...fitted.keys()], "Serving"));
}

function write(name: string, text: string): void {
  writeFileSync(join(ROOM, `${name}.generated.ts`), text);
}

const shared = sharedFolder();
if (shared === null) {
  console.error("../shared/data is not here; set LOADLINE_SHARED to the folder that holds it. Nothing was written.");
  process.exitCode = 2;
} else await main(shared);
