import { DIAGNOSIS } from "../../mistakes/diagnosis.ts";
import type { MetricsServer } from "../../ports/metrics-server.ts";
import { type Diagnosis, failureOf, ok, problem } from "./doctor-lines.ts";

/** The Prometheus servers that the operator's environment names. */
export interface PatientMetrics {
  /** By the variables that hold their addresses. */
  readonly variables: readonly string[];
  /** Where the address of a server is looked for that Settings call by this name. */
  variableOf(name: string): string;
  /** Throws `InputError` where what stands there is no address. */
  open(variable: string): MetricsServer;
}

/** Has a value everywhere, whatever is stored. */
const QUERY = "vector(1)";

/** Whether each of them answers a query, which shows that address and token are right. */
export function metricsOf({ variables, open }: PatientMetrics): Promise<readonly Diagnosis[]> {
  return Promise.all(
    variables.map(async (variable) => {
      const id = `prometheus of ${variable}`;
      try {
        const answer = await open(variable).range(QUERY, { start: 0, end: 0, step: 60 });
        if (answer.kind === "series") return ok(id, "answers");
        return problem(id, DIAGNOSIS.noMetrics(answer.message));
      } catch (error) {
        return failureOf(id, error);
      }
    }),
  );
}

/** Names of Settings under which the environment has no address. */
export const namelessIn = (
  names: readonly string[],
  { variables, variableOf }: PatientMetrics,
): readonly Readonly<{ name: string; variable: string }>[] =>
  names.map((name) => ({ name, variable: variableOf(name) })).filter(({ variable }) => !variables.includes(variable));
