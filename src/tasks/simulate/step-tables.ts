import { posix } from "node:path";
import type {
  DecodeRow,
  PrefillRow,
  SeveralPromptsRow,
  StepTables,
  StepTime,
  TableRow,
} from "../../../planner/index.ts";
import { tableStepTime } from "../../../planner/index.ts";
import type { TableStepTime } from "../../config/index.ts";
import { SIMULATION } from "../../mistakes/simulation.ts";
import type { ConfigSource } from "../../ports/config-source.ts";
import { InputError, type Mistake } from "../../ports/failure.ts";

/** Reads the tables of `stepTime.kind: table`; their paths are relative to the scenario's folder, which `source` opens. */
export async function readStepTables(stepTime: TableStepTime, source: ConfigSource): Promise<StepTime> {
  const read = (path: string | null) => (path === null ? Promise.resolve([]) : readTable(path, source));
  const tables: StepTables = {
    decode: (await read(stepTime.decode)).map(decodeRow),
    prefill: (await read(stepTime.prefill)).map(prefillRow),
    mixed: (await read(stepTime.mixed)).map(mixedRow),
    severalPrompts: (await read(stepTime.prefillMulti)).map(severalPromptsRow),
  };
  return tableStepTime(tables);
}

/** Operations of one layer, milliseconds; the all-reduce happens twice. Columns of Vidur's iteration times. */
const OPERATIONS = [
  "attn_pre_proj",
  "attn_post_proj",
  "rope",
  "kv_cache_save",
  "mlp_up_proj",
  "mlp_act",
  "mlp_down_proj",
  "attn_norm",
  "mlp_norm",
  "add",
] as const;
const ALL_REDUCE = "tp_all_reduce_each_of_2";

/** Numbers of one line by column. */
interface Line {
  readonly at: (column: string) => number;
}

const MOST_BYTES = 64 * 2 ** 20;

async function readTable(path: string, source: ConfigSource): Promise<readonly Line[]> {
  const bytes = await source.read(path);
  const file = posix.join(source.description, path);
  if (bytes === null) throw mistake(file, null, SIMULATION.tableMissing);
  if (bytes.byteLength > MOST_BYTES) throw mistake(file, null, SIMULATION.tableTooLarge(bytes.byteLength));
  const [head = "", ...rows] = new TextDecoder().decode(bytes).trimEnd().split(/\r?\n/);
  const columns = head.split(",").map((name) => name.trim());
  if (rows.length === 0) throw mistake(file, 1, SIMULATION.emptyTable);
  return rows.map((row, index) => lineOf(row.split(","), { file, number: index + 2, columns }));
}

function lineOf(cells: readonly string[], place: { file: string; number: number; columns: readonly string[] }): Line {
  return {
    at: (column) => {
      const index = place.columns.indexOf(column);
      if (index < 0) {
        throw mistake(place.file, 1, SIMULATION.columnMissing(place.columns.slice(0, 6), column));
      }
      const text = (cells[index] ?? "").trim();
      const value = Number(text);
      if (text !== "" && Number.isFinite(value) && value >= 0) return value;
      throw mistake(place.file, place.number, SIMULATION.badCell(column, JSON.stringify(text)));
    },
  };
}

function partsOf(line: Line, tokens: number, attention: readonly string[]): TableRow {
  const seconds = line.at("layers") / 1000;
  const sum = (columns: readonly string[]) => columns.reduce((total, column) => total + line.at(column), 0);
  return {
    tokens,
    other: seconds * (sum(OPERATIONS) + 2 * line.at(ALL_REDUCE)),
    attention: seconds * sum(attention),
  };
}

function decodeRow(line: Line): DecodeRow {
  const sequences = line.at("batch_size");
  return { ...partsOf(line, sequences, ["attn_decode"]), sequences, context: line.at("context") };
}

function prefillRow(line: Line): PrefillRow {
  const chunk = line.at("chunk");
  return { ...partsOf(line, chunk, ["attn_prefill"]), chunk, prefix: line.at("kv_prefix") };
}

function mixedRow(line: Line): TableRow {
  return partsOf(line, line.at("prefill_chunk") + line.at("decode_batch"), ["attn_prefill", "attn_decode"]);
}

function severalPromptsRow(line: Line): SeveralPromptsRow {
  const prompts = line.at("num_prompts");
  const length = line.at("prompt_len");
  return { ...partsOf(line, prompts * length, ["attn_prefill"]), prompts, length };
}

function mistake(file: string, line: number | null, what: Mistake): InputError {
  return new InputError([{ file, line, column: null, at: "", ...what }]);
}
