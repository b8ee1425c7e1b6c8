import { basename, dirname, join, resolve } from "node:path";
import { parseInstant, workloadOfLengths } from "../../planner/index.ts";
import type { Files } from "../ports/files.ts";
import type { TrafficFileHistory, TrafficFiles } from "../ports/traffic-files.ts";

/** A traffic file: its path on disk, and what the user called it. */
interface TrafficPath {
  readonly path: string;
  readonly shown: string;
}

/** Finds a file by its name in the folder of the traffic file: its path on disk, or null. */
type FindBeside = (name: string) => Promise<string | null>;

/** A traffic file, and how its neighbours are found. */
export interface NamedTraffic {
  readonly where: TrafficPath;
  readonly find: FindBeside;
}

/** Traffic that the user named on the command line. */
export function namedTraffic(shown: string, files: Files): NamedTraffic {
  const beside = (name: string) => join(dirname(shown), name);
  return {
    where: { path: resolve(shown), shown },
    find: async (name) => ((await files.read(beside(name))) === null ? null : resolve(beside(name))),
  };
}

/** Reads a traffic file. Rates without lengths of their own take those of ServeGen's tables beside them. */
export async function readTrafficFile(
  files: TrafficFiles,
  where: TrafficPath,
  find: FindBeside,
): Promise<TrafficFileHistory> {
  const history = await files.readTraffic(where.path, { shown: where.shown });
  if (history.rates === null) return history;
  const { lengths } = history;
  if (lengths !== null) return { ...history, workload: workloadOfLengths(lengths.input, lengths.output) };
  const tables = await lengthTables(files, where, find);
  return tables === null ? history : { ...history, ...tables, notes: [...history.notes, ...tables.notes] };
}

/** `tokens-NAME-input.csv` and `tokens-NAME-output.csv` beside `aggregate-NAME.csv`, as ServeGen's data is laid out. */
async function lengthTables(files: TrafficFiles, { shown }: TrafficPath, find: FindBeside) {
  const name = /^aggregate-(.+)\.\w+$/.exec(basename(shown))?.[1];
  if (name === undefined) return null;
  const names = ["input", "output"].map((side) => `tokens-${name}-${side}.csv`);
  const [input = null, output = null] = await Promise.all(names.map(find));
  if (input === null || output === null) return null;
  const shownBeside = (i: number) => ({ shown: join(dirname(shown), names[i] ?? "") });
  const laws = [
    await files.readLengths(input, shownBeside(0)),
    await files.readLengths(output, shownBeside(1)),
  ] as const;
  const notes = [
    `Token lengths are those of ${names.join(" and ")} beside it; how an input goes with its output is not known.`,
  ];
  return { workload: workloadOfLengths(...laws), lengths: { input: laws[0], output: laws[1] }, notes };
}

/** `start` dates 0 of the clock of a log that has only relative times. */
export function dated(history: TrafficFileHistory, start: string | null): TrafficFileHistory {
  const zero = start === null ? null : parseInstant(start);
  if (history.epoch !== null || zero === null) return history;
  return { ...history, epoch: zero + history.clockStart };
}
