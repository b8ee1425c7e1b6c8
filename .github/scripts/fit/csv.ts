import { readFileSync } from "node:fs";

/** A row of a CSV file: the text of a column, empty where the file has none. */
export type CsvRow = (column: string) => string;

/** Rows of a small CSV file with a header; lines that start with # are comments, quotes may hold commas. */
export function csvRows(path: string): readonly CsvRow[] {
  const lines = readFileSync(path, "utf8")
    .trim()
    .split("\n")
    .filter((line) => !line.startsWith("#"));
  const [head = "", ...rest] = lines;
  const columns = head.split(",");
  return rest.map((line) => {
    const cells = [...line.matchAll(/("[^"]*"|[^,]*)(?:,|$)/g)].map((found) => (found[1] ?? "").replaceAll('"', ""));
    return (column) => cells[columns.indexOf(column)] ?? "";
  });
}
