import { TRAFFIC } from "../../mistakes/traffic.ts";
import type { TrafficFileHistory } from "../../ports/traffic-files.ts";
import type { Database } from "./database.ts";
import { nameFaults } from "./faults.ts";
import { isCalendar, type WindowRoles } from "./layout.ts";
import { badRowsNote, clockNotes, refuseTooManyBad, sortedNote } from "./notes.ts";
import type { Probe } from "./probe.ts";
import { readRows, readTexts, type Source, type Structure } from "./records.ts";
import { refuse } from "./refuse.ts";
import { tooMany } from "./scan.ts";
import { gridOf } from "./window-grid.ts";
import {
  assembleWindows,
  fieldOfWindow,
  type ReadWindows,
  type WindowCell,
  WindowCollector,
  windowReading,
} from "./windows.ts";

interface Windows {
  readonly file: Probe;
  readonly roles: WindowRoles;
  readonly rowCap: number;
}

/** A file of rates by the window as a history without requests. */
export async function readWindows(database: Database, { file, roles, rowCap }: Windows): Promise<TrafficFileHistory> {
  const source: Source = { database, file, reading: windowReading(roles) };
  let collector = new WindowCollector(roles);
  const structure = await readRows(source, () => {
    collector = new WindowCollector(roles);
    return (rows) => {
      if (rows !== null) collector.add(rows);
      if (collector.read > rowCap) throw tooMany(file, rowCap);
    };
  });
  const read = collector.finish();
  const { named, firstTime } = await nameBad(source, roles, { read, structure });
  const { rejects } = structure;
  const tally = { read: read.read + rejects.length, bad: read.bad + rejects.length, named };
  refuseTooManyBad(file, tally, "windows of rates");
  const grid = await gridOf(file, read, structure);
  const assembled = assembleWindows(read, grid, roles.per);
  if (assembled.rates?.rates.every(Number.isNaN)) throw noRates(file);
  const first = read.starts[grid.order[0] ?? 0] ?? 0;
  return {
    ...assembled,
    workload: NO_REQUESTS,
    stampSeconds: null,
    epoch: read.dated ? read.base + first : null,
    clockStart: read.dated ? 0 : first,
    format: roles.layout.id,
    rows: { read: tally.read, bad: tally.bad },
    reordered: grid.reordered,
    notes: [
      ...(roles.layout.note === null ? [] : [roles.layout.note]),
      ...clockNotes(roles, read.dated, firstTime),
      ...badRowsNote(tally),
      ...sortedNote(grid.reordered, "time"),
      ...(assembled.lengths === null ? [] : [MEAN_LENGTHS]),
    ],
  };
}

const NO_REQUESTS = {
  arrivals: new Float64Array(0),
  inputTokens: new Int32Array(0),
  outputTokens: new Int32Array(0),
  prefixIds: null,
  prefixTokens: null,
};

const MEAN_LENGTHS = "Only mean token lengths are in the file: their spread is assumed (coefficient of variation 1).";

const WISHES = {
  load: TRAFFIC.noRate,
  inputMean: TRAFFIC.noMean,
  outputMean: TRAFFIC.noMean,
  burstiness: TRAFFIC.noBurstiness,
};

async function nameBad(
  source: Source,
  roles: WindowRoles,
  { read, structure }: { read: ReadWindows; structure: Structure },
) {
  const fieldOf = (cell: WindowCell) => fieldOfWindow(roles, cell);
  const first =
    isCalendar(roles.clock) && read.rows.length > 0 ? [{ row: read.rows[0] ?? 0, field: roles.arrival }] : [];
  const bad = read.firstBad.map(({ row, cell }) => ({ row, field: fieldOf(cell) }));
  const texts = await readTexts(source, [...bad, ...first], structure.lax);
  const shown = read.firstBad.map((row, i) => ({ ...row, text: texts[i] ?? null }));
  const named = await nameFaults(source.file, { structure, shown, fieldOf, clock: roles.clock, wishes: WISHES });
  return { named, firstTime: texts[bad.length] ?? null };
}

function noRates(file: Probe): Error {
  return refuse(file.shown, TRAFFIC.noRates);
}
