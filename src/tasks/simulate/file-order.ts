import type { RequestColumns } from "../../../planner/index.ts";

/** Columns that stand in order of arrival, put into the order of the file: request i stood in its row `order[i]`. */
export function inFileOrder(columns: RequestColumns, order: Uint32Array | null): RequestColumns {
  if (order === null) return columns;
  const back = <T extends Float64Array | Int32Array | Uint8Array>(column: T): T => {
    const placed = column.slice() as T;
    for (let i = 0; i < order.length; i++) placed[order[i] ?? 0] = column[i] ?? 0;
    return placed;
  };
  return {
    arrivals: back(columns.arrivals),
    scheduled: back(columns.scheduled),
    firstToken: back(columns.firstToken),
    finish: back(columns.finish),
    replica: back(columns.replica),
    preemptions: back(columns.preemptions),
    status: back(columns.status),
  };
}
