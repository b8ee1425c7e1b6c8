import { commandLineError, OutsideError } from "../ports/failure.ts";
import type { MetricsRange, MetricsServer } from "../ports/metrics-server.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Longer than any answer over some hours takes; a server that says nothing is not waited for. */
const PATIENCE_MS = 60_000;
const LARGEST_ANSWER = 256 * 2 ** 20;

/** A Prometheus by its name. Address and token are the operator's alone, in the environment: no file and no flag can name one. */
export function prometheus(name: string, environment: Environment): MetricsServer {
  const variable = `LOADLINE_PROMETHEUS_${name.toUpperCase().replace(/[^A-Z0-9]+/g, "_")}`;
  const address = environment[variable];
  if (address === undefined || !URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) {
    throw commandLineError("--prometheus", {
      found: `${name}, and ${address === undefined ? "nothing" : "no address"} in ${variable}`,
      wanted: `the address of that Prometheus in the environment variable ${variable}`,
      advice: `For example ${variable}=http://127.0.0.1:9090, and ${variable}_TOKEN where it wants one.`,
    });
  }
  const url = new URL(`${address.replace(/\/$/, "")}/api/v1/query_range`);
  return { range: (query, range) => answer({ url, name, token: environment[`${variable}_TOKEN`] }, query, range) };
}

interface Server {
  readonly url: URL;
  readonly name: string;
  readonly token: string | undefined;
}

async function answer({ url, name, token }: Server, query: string, range: MetricsRange): Promise<string> {
  const { start, end, step } = range;
  const parameters = { query, start: String(start), end: String(end), step: String(step) };
  const asked = new URL(`?${new URLSearchParams(parameters)}`, url);
  const system = `Prometheus ${name}`;
  try {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const response = await fetch(asked, { headers, redirect: "error", signal: AbortSignal.timeout(PATIENCE_MS) });
    const text = await response.text();
    if (!response.ok) throw refusal(system, response.status, text);
    if (text.length <= LARGEST_ANSWER) return text;
    throw new OutsideError(system, "answers with more than 256 MiB; ask for a shorter --window", false);
  } catch (error) {
    throw error instanceof OutsideError ? error : unreachable(system, error);
  }
}

function refusal(system: string, status: number, text: string): OutsideError {
  const said = text.replace(/\s+/g, " ").slice(0, 200);
  return new OutsideError(system, `answers ${status}: ${said}`, status >= 500 || status === 429);
}

function unreachable(system: string, error: unknown): OutsideError {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return new OutsideError(system, `cannot be reached: ${cause instanceof Error ? cause.message : String(cause)}`, true);
}
