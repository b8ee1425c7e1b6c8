import { DuckDBInstance } from "@duckdb/node-api";

/** One row of numbers and words, by column. */
export type Row = Readonly<Record<string, number | string | null>>;

/** The rows a query selects, in its order. Parquet files are read where the query names them. */
export async function query(sql: string): Promise<readonly Row[]> {
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await instance.connect();
  try {
    const reader = await connection.runAndReadAll(sql);
    return reader.getRowObjectsJS() as readonly Row[];
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** A cell as a number; NaN where it is empty. */
export const numberAt = (row: Row, column: string): number => {
  const cell = row[column];
  return cell === null || cell === undefined || cell === "" ? Number.NaN : Number(cell);
};

/** A cell as a word; empty where there is none. */
export const wordAt = (row: Row, column: string): string => String(row[column] ?? "");
