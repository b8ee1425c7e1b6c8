import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { accuracyTable } from "./fit/accuracy-table.ts";
import { prepare } from "./fit/closed-loop.ts";
import { type JudgedRow, judge } from "./fit/judged.ts";
import { siliconRows } from "./fit/silicon.ts";
import { isHeldBack } from "./fit/split.ts";

const repository = resolve(fileURLToPath(import.meta.url), "../../..");

/** Measured servers that no fit saw, each predicted with the committed laws. */
export async function judgedRows(shared: string): Promise<readonly JudgedRow[]> {
  const heldBack = (await siliconRows(shared)).filter(isHeldBack).map(prepare);
  return heldBack.flatMap((row) => (row.kind === "prepared" ? [judge(row)] : []));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const shared = process.env["LOADLINE_SHARED"] ?? join(repository, "../shared");
  console.log(accuracyTable(await judgedRows(shared)));
}
