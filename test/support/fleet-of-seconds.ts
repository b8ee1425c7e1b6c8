import { linearStepTime, type Simulation } from "../../planner/index.ts";
import { simulation, workloadOf } from "./simulation.ts";
import { simulated } from "./simulation-cases.ts";

/** Every step takes a second. A request of n tokens takes n seconds. */
const SECOND = linearStepTime({ base: 1, perPrefillToken: 0, perDecodeSequence: 0, perKvToken: 0, prefillStep: 0 });

/** Start-up takes 10 s on a new node and 4 s on the old one. */
export function fleetOfSeconds(
  requests: readonly (readonly [arrival: number, output: number])[],
  changes: Partial<Simulation> = {},
) {
  const workload = workloadOf(requests.map(([arrival, output]) => ({ arrival, input: 1, output })));
  const startupSeconds: Simulation["startupSeconds"] = (_, kind) => (kind === "new-pod" ? 10 : 4);
  const answer = simulated(simulation(workload, { stepTime: SECOND, startupSeconds, ...changes }));
  const { finish, replica, status } = answer.columns;
  return { ends: [...finish], servedBy: [...replica], status: [...status], ...answer.result };
}

/** Two seconds after the first attempt. */
export const ONE_RETRY = { most: 1, first: 2, longest: 8, jitter: 0 };
