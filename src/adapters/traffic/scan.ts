import { TRAFFIC } from "../../mistakes/traffic.ts";
import { BlockUses, blocksOf } from "./block-prefixes.ts";
import { type BadRow, type Cell, type Collected, Collector, requestReading } from "./collect.ts";
import type { Database } from "./database.ts";
import { type Field, isCalendar, type RequestRoles } from "./layout.ts";
import type { Probe } from "./probe.ts";
import { readRows, readTexts, type Source, type Structure } from "./records.ts";
import { count, refuse } from "./refuse.ts";

/** A bad row and what stands in it. */
export type ShownRow<C extends string = Cell> = BadRow<C> & { readonly text: string | null };

export interface Scan {
  readonly collected: Collected;
  readonly structure: Structure;
  /** The first bad rows, in file order. */
  readonly shown: readonly ShownRow[];
  /** The first arrival as it stands in the file; null unless that is a date. */
  readonly firstArrival: string | null;
}

export interface ScanOptions {
  readonly keepIds: boolean;
  readonly rowCap: number;
  /** Called before the first row of each try; what it returns sees the rows as they come, `last` once there are no more. */
  readonly begin?: () => (collector: Collector, last: boolean) => Promise<void>;
}

/** Reads all requests of a file in file order, in bounded memory besides what is kept. */
export async function scan(
  database: Database,
  { file, roles }: { file: Probe; roles: RequestRoles },
  { keepIds, rowCap, begin }: ScanOptions,
): Promise<Scan> {
  const source: Source = { database, file, reading: requestReading(roles, keepIds) };
  const { prefix } = roles;
  const uses = prefix?.kind === "blocks" ? await countUses(source, prefix.ids) : null;
  let collector = new Collector(roles, { keepIds, uses: null });
  const structure = await readRows(source, () => {
    const each = begin?.();
    collector = new Collector(roles, { keepIds, uses });
    return async (rows) => {
      if (rows !== null) collector.add(rows);
      if (collector.rows > rowCap) throw tooMany(file, rowCap);
      await each?.(collector, rows === null);
    };
  });
  const collected = collector.finish();
  return { collected, structure, ...(await showRows(source, { roles, collected, structure })) };
}

/** How often each block of a prompt comes: the file is read once more, for these alone. */
async function countUses(source: Source, ids: Field): Promise<BlockUses> {
  const uses = new BlockUses();
  const reading = { ...source.reading, numbers: [], texts: [ids] };
  await readRows({ ...source, reading }, () => (rows) => {
    for (let i = 0; i < (rows?.length ?? 0); i++) uses.add(blocksOf(rows?.texts[0]?.(i) ?? null));
  });
  return uses;
}

interface Read {
  readonly roles: RequestRoles;
  readonly collected: Collected;
  readonly structure: Structure;
}

async function showRows(
  source: Source,
  { roles, collected, structure }: Read,
): Promise<Pick<Scan, "shown" | "firstArrival">> {
  const { first, firstBad } = collected;
  const bad = firstBad.map(({ row, cell }) => ({ row, field: fieldOf(roles, cell) }));
  const dated = isCalendar(roles.clock) && first !== null ? [{ row: first, field: roles.arrival }] : [];
  const texts = await readTexts(source, [...bad, ...dated], structure.lax);
  const shown = firstBad.map((row, i) => ({ ...row, text: texts[i] ?? null }));
  return { shown, firstArrival: texts[bad.length] ?? null };
}

/** The columns of a cell. */
export function fieldOf(roles: RequestRoles, cell: Cell): Field {
  if (cell === "prefixTokens") return roles.prefix?.kind === "named" ? roles.prefix.tokens : [];
  return roles[cell];
}

export function tooMany(file: Probe, rowCap: number): Error {
  return refuse(file.shown, TRAFFIC.tooManyRows(count(rowCap)));
}
