import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { MeasuredServing } from "../../../planner/steps/fitted.ts";
import { MEASURED_SERVING } from "../../../planner/steps/serving/index.generated.ts";
import { sharedFolder } from "../../../test/support/shared.ts";
import { prepare } from "./closed-loop.ts";
import { fitAllKernels } from "./kernel-files.ts";
import { asWritten, kernelFile, listFile, servingFile } from "./law-files.ts";
import { GROUPS, kernelsById, measuredServing, rowsOfGroup } from "./serving-laws.ts";
import { siliconRows } from "./silicon.ts";
import { isHeldBack } from "./split.ts";
import { measuredSteps } from "./steps.ts";

const ROOM = join(import.meta.dirname, "../../../planner/steps");

/** The day on which the coefficients were last looked at; part of every fact. */
const SEEN = "2026-11-29";
/** Steps of one server resemble each other: each so many-th of them is as good as all. */
const EACH_STEP = 12;

/** A factor of two either way: what no row speaks for. */
const UNKNOWN = { step: Math.LN2, firstToken: Math.LN2 };

/** Fits kernels and serving on the shared measurements and writes their fact files. Some fifteen minutes; `only`: the ids of the
 *  serving laws to fit, the others staying as they are. */
async function main(shared: string, only: readonly string[]): Promise<void> {
  const kernels = await fitAllKernels(shared, SEEN);
  for (const [id, measured] of kernels) write(`kernels/${id}`, kernelFile(id, measured));
  write("kernels/index", listFile([...kernels.keys()], "Kernels"));
  const laws = kernelsById(kernels);
  const rows = (await siliconRows(shared)).filter((row) => !isHeldBack(row)).map(prepare);
  const prepared = rows.flatMap((row) => (row.kind === "prepared" ? [row] : []));
  const steps = await measuredSteps(shared, EACH_STEP);
  const committed = MEASURED_SERVING.map((one) => [`${one.generation.toLowerCase()}-${one.engine}`, one] as const);
  // Nothing that is fitted whole may depend on what was committed before.
  const fitted = new Map<string, MeasuredServing>(only.length === 0 ? [] : committed);
  for (const group of GROUPS) {
    if (only.length > 0 && !only.includes(group.id)) continue;
    const own = rowsOfGroup(group, prepared);
    const elsewhere = prepared.filter(({ row, hardware }) => {
      return row.engine === group.engine && !group.capabilities.includes(hardware.gpu.architecture);
    });
    const question = {
      ...{ rows: own, all: own, kernels: laws },
      steps: group.id === "hopper-vllm" ? steps : [],
      prior: group.engine === "sglang" ? (fitted.get("hopper-vllm")?.law ?? null) : null,
    };
    const error = fitted.get("hopper-vllm")?.error.otherGeneration ?? UNKNOWN;
    const measured = measuredServing(group, question, {
      elsewhere: { rows: elsewhere, kernels: laws, error },
      host: fitted.get("hopper-vllm")?.law ?? null,
      seen: SEEN,
    });
    fitted.set(group.id, asWritten(measured));
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
} else await main(shared, process.argv.slice(2));
