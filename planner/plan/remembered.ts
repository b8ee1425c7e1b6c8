import type { Workload } from "../domain/index.ts";
import type { SimulationResult } from "../simulate/summary.ts";

/** What a search need not do twice: windows of traffic, the same for all plans, and what became of them under one plan. Keys hold
 *  everything that decides the value. */
export class Remembered {
  private readonly workloads: Map<string, Workload>;
  private readonly results = new Map<string, SimulationResult>();

  constructor(workloads = new Map<string, Workload>()) {
    this.workloads = workloads;
  }

  /** The same traffic for another plan. */
  forAnotherPlan(): Remembered {
    return new Remembered(this.workloads);
  }

  workload(key: string, draw: () => Workload): Workload {
    return found(this.workloads, key, draw);
  }

  result(key: string, simulate: () => SimulationResult): SimulationResult {
    return found(this.results, key, simulate);
  }
}

/** Windows of busy traffic have tens of thousands of requests: so many are kept. */
const MOST = 120;

function found<T>(map: Map<string, T>, key: string, make: () => T): T {
  const known = map.get(key);
  if (known !== undefined) return known;
  if (map.size >= MOST) map.clear();
  const made = make();
  map.set(key, made);
  return made;
}
