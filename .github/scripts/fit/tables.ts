import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { query, type Row } from "./parquet.ts";

/** Folders of kernel tables and the GPU they were measured on. */
export const MEASURED = {
  a100_sxm: "a100-sxm4-80gb",
  h100_sxm: "h100-sxm5",
  h200_sxm: "h200-sxm5",
  b200_sxm: "b200-sxm6",
  l40s: "l40s",
  rtx_pro_6000_server: "rtx-pro-6000-server",
} as const;

export type System = keyof typeof MEASURED;

/** Minor version of vLLM whose kernels are taken, or the nearest that has a table: that of most measured servers for matrices and
 *  collectives; for the rest the newest, which has the fullest tables. */
const WANTED = { gemm: 19, attention: 24, moe: 24, comm: 19 } as const;

export type Family = keyof typeof WANTED;

/** A table's rows and the version they are of. */
export interface TableRows {
  readonly version: string;
  readonly rows: readonly Row[];
}

/** Fewer rows than this are no table. */
const FEWEST = 20;

/** The rows that `sql` selects from the table of the version nearest to the wanted one that has any; null where none has. */
export async function tableRows(
  folder: string,
  { family, file }: { family: Family; file: string },
  sql: (path: string) => string,
): Promise<TableRows | null> {
  for (const { version, path } of versions(folder, family, file)) {
    const rows = await query(sql(path));
    if (rows.length >= FEWEST) return { version, rows };
  }
  return null;
}

function versions(folder: string, family: Family, file: string): readonly { version: string; path: string }[] {
  const parent = join(folder, family, "vllm");
  const distance = (version: string) => Math.abs(Number(version.split(".")[1]) - WANTED[family]);
  return readdirSync(parent)
    .map((version) => ({ version, path: join(parent, version, file) }))
    .filter(({ path }) => existsSync(path))
    .sort((a, b) => distance(a.version) - distance(b.version));
}

/** A few thousand rows in an order that depends on nothing but the rows: a fit needs no more. */
export const thinned = (path: string, where: string, order: string): string => `
  with kept as (select *, row_number() over (order by hash(${order}), latency) as place, count(*) over () as total
                from read_parquet('${path}') as rows where ${where})
  select * from kept where place % greatest(1, total // 4000) = 0 order by place`;
