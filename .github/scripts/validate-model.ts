import { fileURLToPath } from "node:url";
import { sharedFolder } from "../../test/support/shared.ts";
import { accuracyTable } from "./fit/accuracy-table.ts";
import { prepare } from "./fit/closed-loop.ts";
import { type JudgedRow, judge } from "./fit/judged.ts";
import { leftOutTable } from "./fit/left-out-table.ts";
import { openRuns } from "./fit/open-runs.ts";
import { openRunErrors, openRunTable } from "./fit/open-table.ts";
import { siliconRows } from "./fit/silicon.ts";
import { isHeldBack } from "./fit/split.ts";

/** Measured servers that no fit saw, each predicted with the committed laws. */
export async function judgedRows(shared: string): Promise<readonly JudgedRow[]> {
  const heldBack = (await siliconRows(shared)).filter(isHeldBack).map(prepare);
  return heldBack.flatMap((row) => (row.kind === "prepared" ? [judge(row)] : []));
}

/** What `npm run validate-model` prints: held-back servers, models left out, and open-loop runs, which no fit ever sees. */
export async function accuracyReport(shared: string): Promise<string> {
  const servers = accuracyTable(await judgedRows(shared));
  return [servers, leftOutTable(), openRunTable(openRunErrors(openRuns(shared)))].join("\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const shared = sharedFolder();
  if (shared === null) console.log("SKIPPED, no data (set LOADLINE_SHARED or put it in ../shared)");
  else console.log(await accuracyReport(shared));
}
