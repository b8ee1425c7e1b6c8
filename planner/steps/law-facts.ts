import { assumed, type Fact, measured } from "../domain/index.ts";
import type { FitError, MeasuredKernels, MeasuredServing } from "./fitted.ts";
import { MEASURED_KERNELS } from "./kernels/index.generated.ts";
import { MEASURED_SERVING } from "./serving/index.generated.ts";

type Facts = { readonly [name: string]: Fact<number> | Facts };

/** Every fitted coefficient of the step-time laws as a fact, by what it is about. */
export const LAW_FACTS: Readonly<Record<string, Facts>> = {
  ...Object.fromEntries(MEASURED_KERNELS.map((one) => [`kernels ${one.gpu}`, kernelFacts(one)])),
  ...Object.fromEntries(MEASURED_SERVING.map((one) => [`serving ${one.engine} ${one.generation}`, servingFacts(one)])),
};

function kernelFacts({ laws, evidence, source, seen }: MeasuredKernels): Facts {
  const of = (name: string, law: object): [string, Facts] => {
    const known = evidence[name];
    const basis = known ? `${source}: ${known.table}, ${known.rows} rows, ${offBy(known.error)}` : source;
    return [name, factsOf(law, basis, seen)];
  };
  return Object.fromEntries([
    ...Object.entries(laws.matmul).map(([format, law]) => of(`matmul ${format}`, law)),
    ...Object.entries(laws.experts).map(([format, law]) => of(`experts ${format}`, law)),
    of("attention", laws.attention),
    ...Object.entries(laws.allReduce).map(([gpus, law]) => of(`all-reduce ${gpus}`, law)),
  ]);
}

function servingFacts({ law, source, seen, rows, error, assumed: believed }: MeasuredServing): Facts {
  const within = Math.round(100 * error.sameModel.step);
  const basis = `${source}: simulated against ${rows} measured servers; nine in ten times per token within ${within} %`;
  const guessed = Object.fromEntries(
    Object.entries(law).flatMap(([name, value]) =>
      believed.includes(name) && typeof value === "number"
        ? [[name, assumed(value, "no measured server of this generation could move it", seen)]]
        : [],
    ),
  );
  return {
    ...factsOf(law, basis, seen),
    ...guessed,
    halfWidths: factsOf(error, `${source}: 90th percentile of the log error`, seen),
  };
}

function factsOf(law: object, source: string, seen: string): Facts {
  return Object.fromEntries(
    Object.entries(law).map(([name, value]) => [
      name,
      typeof value === "number" ? measured(value, source, seen) : factsOf(value, source, seen),
    ]),
  );
}

function offBy({ median, p90 }: FitError): string {
  return `off by ${(100 * median).toFixed(1)} % (median), ${(100 * p90).toFixed(0)} % (p90)`;
}
