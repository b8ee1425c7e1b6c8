import { type HardwareAnswer, ONE_REPLICA, simulate } from "../../planner/index.ts";
import type { InferenceEndpoint } from "../ports/inference.ts";
import type { World } from "../ports/world.ts";
import type { Answer } from "./answer.ts";
import { levelsOf, type ProbeLevel, type ProbePlan, probe, WARM_UP } from "./calibrate/probe.ts";
import { type CalibrateOptions, calibrateOn, uncalibratedEngine } from "./calibrate-engine.ts";

/** What a probe needs besides what every calibration does. */
export interface ProbeOptions extends CalibrateOptions {
  readonly plan: ProbePlan;
  readonly endpoint: InferenceEndpoint;
  /** Tells the user what is about to happen. */
  readonly say: (text: string) => void;
}

/** `calibrate --endpoint`: from a short load on a server of this machine. Says what it will send before it does. */
export async function calibrateFromEndpoint(world: Pick<World, "files">, options: ProbeOptions): Promise<Answer> {
  const uncalibrated = await uncalibratedEngine(world, options);
  if (uncalibrated.kind === "answer") return uncalibrated.answer;
  const { engine } = uncalibrated;
  const { plan, endpoint, say } = options;
  say(announcement(plan, { engine, address: endpoint.address }));
  return calibrateOn(await probe(endpoint, plan), { engine, world, options });
}

type Known = Extract<HardwareAnswer, { kind: "known" }>;

function announcement(plan: ProbePlan, { engine, address }: { engine: Known; address: string }): string {
  const levels = levelsOf(plan);
  const sum = (of: (level: ProbeLevel) => number) => levels.reduce((total, level) => total + of(level), 0);
  const tokens = (of: Int32Array) => of.reduce((total, count) => total + count, 0);
  const seconds = sum((level) => predictedSeconds(level, engine));
  const [requests, input, output] = [
    sum(({ input: of }) => of.length),
    sum(({ input: of }) => tokens(of)),
    sum(({ output: of }) => tokens(of)),
  ].map((count) => count.toLocaleString("en-US"));
  const expected = seconds < 1 ? "under a second" : `about ${Math.ceil(seconds)} s`;
  return [
    `This will send ${requests} requests to ${address} (${WARM_UP} more to warm it up):`,
    `  ${input} prompt tokens and ${output} output tokens, ${plan.concurrencies.join(", ")} at once;`,
    `  ${expected} if it is as fast as predicted, and nothing more is sent after ${plan.limit} s. Ctrl-C stops it.`,
  ].join("\n");
}

function predictedSeconds({ concurrency, input, output }: ProbeLevel, { engine, limits, hardware }: Known): number {
  const answer = simulate({
    ...ONE_REPLICA,
    ...{ load: { kind: "closed", concurrency, input, output }, policy: engine.policy, limits, keepRequests: false },
    ...{
      stepTime: hardware.stepTime,
      meshSeconds: (_random, inFlight, inputTokens) => hardware.requestSeconds(inFlight, inputTokens),
    },
  });
  return answer.kind === "simulated" ? answer.result.simulatedSeconds : 0;
}
