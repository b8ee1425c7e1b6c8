import { ENVIRONMENT } from "../mistakes/environment.ts";
import { OUTSIDE } from "../mistakes/outside.ts";
import { environmentError } from "../ports/environment.ts";
import { OutsideError } from "../ports/failure.ts";
import { type MetricSeries, queryAnswer, seriesOf } from "../ports/metrics-answer.ts";
import type { MetricsAnswer, MetricsRange, MetricsServer } from "../ports/metrics-server.ts";
import { type Asking, type HttpAnswer, send } from "./prometheus-request.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** More points of one series in an answer are a 400 of every Prometheus. */
const MOST_POINTS = 11_000;
/** A range that is still too large in 64 pieces is so for another reason than its length. */
const MOST_HALVINGS = 6;
/** Waits before the second, third and fourth try, unless the server says when. */
const WAITS_MS = [1000, 2000, 4000];

/** How a server is asked; what is left out is as the code has it. */
export interface PrometheusOptions extends Partial<Pick<Asking, "patienceMs" | "mostBytes">> {
  readonly wait: (milliseconds: number) => Promise<void>;
}

const PREFIX = "LOADLINE_PROMETHEUS_";

/** Where the environment has the address of a server. */
export const prometheusVariable = (name: string): string =>
  `${PREFIX}${name.toUpperCase().replace(/[^A-Z0-9]+/g, "_")}`;

/** The servers that an environment names. */
export function prometheusIn(environment: Environment, options: PrometheusOptions) {
  const isAddress = (name: string): boolean => name.startsWith(PREFIX) && !/._TOKEN$/.test(name.slice(PREFIX.length));
  return {
    variables: Object.keys(environment).filter((name) => isAddress(name) && environment[name]?.trim()),
    variableOf: prometheusVariable,
    open: (variable: string) => prometheus(variable.slice(PREFIX.length), environment, options),
  };
}

/** A Prometheus by its name. Address and token are the operator's alone, in the environment: no file and no flag can name one. */
export function prometheus(name: string, environment: Environment, options: PrometheusOptions): MetricsServer {
  const variable = prometheusVariable(name);
  const url = addressOf(name, variable, environment[variable]);
  const token = tokenOf(`${variable}_TOKEN`, environment[`${variable}_TOKEN`]);
  const { wait, patienceMs = 60_000, mostBytes = 256 * 2 ** 20 } = options;
  const server = { system: `Prometheus ${name}`, asking: { url, token, patienceMs, mostBytes }, wait };
  return { range: (query, range) => wholeRange(query, range, server) };
}

const PATH = "/api/v1/query_range";

/** What an address holds is not shown: it may hold a password. */
function addressOf(name: string, variable: string, address: string | undefined): URL {
  const url = address !== undefined && URL.canParse(address) ? new URL(address) : null;
  if (url !== null && /^https?:$/.test(url.protocol) && url.username === "" && url.password === "") {
    return new URL(`${url.origin}${url.pathname.replace(/\/$/, "")}${PATH}`);
  }
  const found = address === undefined ? "nothing" : "no plain http or https address";
  throw environmentError(variable, ENVIRONMENT.noPrometheus(name, found, variable));
}

/** Tokens are often read from a file, with its last line break. */
function tokenOf(variable: string, given: string | undefined): string | null {
  const token = given?.trim() ?? "";
  if (token === "") return null;
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw environmentError(variable, ENVIRONMENT.noBearerToken);
}

interface Server {
  /** As messages call it. */
  readonly system: string;
  readonly asking: Asking;
  readonly wait: (milliseconds: number) => Promise<void>;
}

/** The series of all pieces of a range, one after the other: a server that is asked for too much is not asked twice at once. */
async function wholeRange(query: string, range: MetricsRange, server: Server): Promise<MetricsAnswer> {
  const pieces: (MetricsAnswer & { readonly kind: "series" })[] = [];
  for (const piece of piecesOf(range, MOST_POINTS)) {
    const answer = await pieceOf(query, { range: piece, halvings: 0 }, server);
    if (answer.kind === "refused") return answer;
    pieces.push(answer);
  }
  return joined(pieces);
}

/** Whole steps each, and no moment twice. */
function piecesOf({ start, end, step }: MetricsRange, most: number): readonly MetricsRange[] {
  const points = Math.floor((end - start) / step) + 1;
  return Array.from({ length: Math.ceil(points / most) }, (_, i) => {
    const last = Math.min(points, (i + 1) * most) - 1;
    return { start: start + i * most * step, end: start + last * step, step };
  });
}

interface Piece {
  readonly range: MetricsRange;
  /** How often the range was halved before. */
  readonly halvings: number;
}

async function pieceOf(query: string, { range, halvings }: Piece, server: Server): Promise<MetricsAnswer> {
  const answer = await persistently(query, range, server);
  if (answer.kind === "refused") return answer;
  if (answer.kind === "silent") {
    throw new OutsideError(server.system, OUTSIDE.prometheusSilent(server.asking.patienceMs / 1000), true);
  }
  if (answer.kind === "failed") throw new OutsideError(server.system, answer.what, answer.passes);
  if (answer.kind === "answered") return parsed(answer.body, server.system);
  const points = Math.floor((range.end - range.start) / range.step) + 1;
  if (points === 1 || halvings === MOST_HALVINGS) {
    throw new OutsideError(server.system, OUTSIDE.prometheusTooMuch(answer.message), false);
  }
  const halves: (MetricsAnswer & { readonly kind: "series" })[] = [];
  for (const half of piecesOf(range, Math.ceil(points / 2))) {
    const part = await pieceOf(query, { range: half, halvings: halvings + 1 }, server);
    if (part.kind === "refused") return part;
    halves.push(part);
  }
  return joined(halves);
}

/** Asks again, after a while, where that may help. */
async function persistently(query: string, range: MetricsRange, server: Server): Promise<HttpAnswer> {
  for (const pause of WAITS_MS) {
    const answer = await send(query, range, server.asking);
    if (answer.kind !== "failed" || !answer.passes) return answer;
    await server.wait(answer.afterMs ?? pause);
  }
  return send(query, range, server.asking);
}

function parsed(body: unknown, system: string): MetricsAnswer {
  const read = queryAnswer.safeParse(body);
  if (read.success) return { kind: "series", series: seriesOf(read.data), warnings: read.data.warnings ?? [] };
  const at = read.error.issues[0]?.path.join(".") ?? "";
  throw new OutsideError(system, OUTSIDE.noPrometheus(at), false);
}

function joined(pieces: readonly (MetricsAnswer & { readonly kind: "series" })[]): MetricsAnswer {
  const series = new Map<string, { labels: MetricSeries["labels"]; samples: [number, string][] }>();
  for (const { labels, samples } of pieces.flatMap((piece) => piece.series)) {
    const key = JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
    const known = series.get(key) ?? { labels, samples: [] };
    const last = known.samples.at(-1)?.[0] ?? Number.NEGATIVE_INFINITY;
    for (const [time, value] of samples) if (time > last) known.samples.push([time, value]);
    series.set(key, known);
  }
  const inOrder = [...series].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
  return { kind: "series", series: inOrder, warnings: [...new Set(pieces.flatMap(({ warnings }) => warnings))] };
}
