import type {
  ModelDeployment,
  OwnScaling,
  ResolvedPlan,
  SchedulerPolicy,
  TrafficHistory,
  Workload,
} from "../domain/index.ts";
import { drawSpread, meanOfSpread, stream } from "../domain/index.ts";
import { type SimulationAnswer, simulate } from "../simulate/simulate.ts";
import type { Fault } from "../simulate/upkeep.ts";
import type { RequestSeconds } from "../steps/serving-law.ts";
import type { StepTime } from "../steps/step-time.ts";
import { hourOfWeek } from "../traffic/calendar.ts";
import type { TrafficProfile } from "../traffic/profile.ts";
import { followedBy, replay } from "../traffic/replay.ts";
import { type MinimumInterval, minimumAt } from "../traffic/schedule.ts";
import type { Stratum } from "../traffic/strata.ts";
import { DAY, HOUR } from "../units/index.ts";
import { ownAutoscaler, sleepsBefore } from "./own-scaling.ts";
import type { Remembered } from "./remembered.ts";
import { autoscalerOf } from "./scaling.ts";

/** What all windows of one deployment share. */
export interface WindowSetting {
  readonly deployment: ModelDeployment;
  readonly plan: ResolvedPlan;
  readonly policy: SchedulerPolicy;
  readonly stepTime: StepTime;
  /** Seconds from a request's sending to the engine's queue, with so many in flight at its replica. */
  readonly requestSeconds: RequestSeconds;
  readonly history: TrafficHistory;
  readonly profile: TrafficProfile;
  /** Coefficient of variation of the times between arrivals. */
  readonly burstiness: number;
  /** One standard deviation of log(traffic / its forecast). */
  readonly spread: number;
  readonly minimums: readonly MinimumInterval[];
  /** Requests per second of one replica: where a fleet starts before the lead-in corrects it. */
  readonly capacity: number;
  /** How the place scales by itself and how long it lets a request take; null = as the deployment says, as long as it takes. */
  readonly ownScaling: OwnScaling | null;
  readonly timeout: number | null;
  readonly seed: number;
  /** The measured stretch begins with the warning that a machine with so many replicas is taken back; left out: none is. */
  readonly takenBack?: { readonly notice: number; readonly replicas: number };
  /** The measured stretch begins with a round of restarts of so many replicas; left out: none. `oldFirst`: the old one goes before the
   *  new one starts. */
  readonly restarts?: { readonly replicas: number; readonly oldFirst: boolean };
  /** Simulated requests of one window at most; left out: enough for a 99th percentile. */
  readonly mostRequests?: number;
  /** Keeps what happens to each request of a window; left out: only its summary. */
  readonly keepsRequests?: true;
  readonly remembered: Remembered | null;
  /** Called after each window with the share of all windows that is done. */
  readonly progress: (share: number) => void;
}

/** Traffic before the measured hour that fills queues and lets autoscalers settle, seconds. */
const LEAD_IN = 1200;
/** Requests of one window unless it is said otherwise; a busier hour is measured over a part of itself. */
const MOST_REQUESTS = 12_000;
const SHORTEST = 300;
/** Where the last replica may go, the bill is about the gaps between requests: a window lasts for so many of them, and no longer than
 *  this, in seconds. */
const GAPS = 250;
const LONGEST = 7 * DAY;
/** A place that looks each second would be watched for hundreds of thousands of looks at nothing. */
const LOOKS = 100_000;

/** Simulates the hour that stands for a stratum, `level` times its most likely traffic. */
export function simulateWindow(setting: WindowSetting, stratum: Stratum, level: number): SimulationAnswer {
  const { plan } = setting;
  const { from: leadIn, seconds: measured } = measuredFrom(setting, stratum, level);
  const isRolling = rollsOver(setting);
  const isLong = measured > HOUR;
  const start = stratum.hour.start - leadIn;
  const window = { level, leadIn, measured, isLong };
  const draw = () => windowWorkload(setting, stratum, window);
  const key = `${stratumKey(stratum)} ${level} ${leadIn} ${measured} ${plan.maxContext}`;
  const workload = setting.remembered?.workload(key, draw) ?? draw();
  return simulate({
    load: { kind: "open", workload },
    policy: setting.policy,
    limits: replicaLimits(plan),
    stepTime: setting.stepTime,
    meshSeconds: (_random, inFlight, inputTokens) => setting.requestSeconds(inFlight, inputTokens),
    router: "least-outstanding",
    replicas: initialReplicas(setting, stratum.before * level, start),
    autoscaler: autoscaler(setting, (now) =>
      isLong ? stratum.hour.minimum : minimumAt(setting.minimums, start + now),
    ),
    refusesUnready: setting.ownScaling?.atZero === "refuse",
    startupSeconds: (random) => drawSpread(plan.startup, random),
    queueLimit: null,
    timeout: setting.timeout,
    upkeep: { ...UNDISTURBED, faults: faultsOf(setting, leadIn), restartEvery: isRolling ? leadIn : null },
    seed: setting.seed,
    measureFrom: leadIn,
    measureUntil: leadIn + measured,
    keepRequests: setting.keepsRequests ?? false,
  });
}

/** The stretch of a window that is measured, in seconds of its own clock; what comes before fills the queues. */
export function measuredFrom(
  setting: WindowSetting,
  stratum: Stratum,
  level: number,
): { readonly from: number; readonly seconds: number } {
  const rate = stratum.hour.rate * level;
  const seconds = maySleep(setting, stratum) ? sleepySeconds(setting, rate) : measuredSeconds(setting, rate);
  // Rounds of restarts come at equal times: the second must not fall into what is measured.
  return { from: rollsOver(setting) ? seconds : Math.min(LEAD_IN, Math.max(SHORTEST, seconds)), seconds };
}

/** Whether replicas restart one after the other, each new one before the old one goes. */
const rollsOver = ({ restarts }: WindowSetting): boolean => restarts?.oldFirst === false;

/** Everything about a stratum that decides its requests. */
export const stratumKey = ({ label, hour, before }: Stratum): string => `${label} ${hour.start} ${hour.rate} ${before}`;

/** How long a window with so many requests per second is measured: where a machine is taken back, until its replacement must be up;
 *  where replicas restart, until all of them most likely have. */
export function measuredSeconds(
  { takenBack, restarts, plan, mostRequests = MOST_REQUESTS }: WindowSetting,
  rate: number,
): number {
  const recovered = takenBack === undefined ? 0 : takenBack.notice + plan.startup.p99;
  const round = (restarts?.replicas ?? 0) * meanOfSpread(plan.startup);
  return Math.min(HOUR, Math.max(SHORTEST, recovered, round, mostRequests / Math.max(rate, 1e-9)));
}

const maySleep = ({ plan, deployment }: WindowSetting, { hour }: Stratum): boolean =>
  plan.replicas.min === 0 && hour.minimum === 0 && deployment.scaling.mode !== "fixed";

/** Longer than the hour where that brings too few requests to tell how often a replica sleeps. */
function sleepySeconds(setting: WindowSetting, rate: number): number {
  const usual = measuredSeconds(setting, rate);
  if (setting.takenBack !== undefined || setting.restarts !== undefined) return usual;
  const longest = Math.min(LONGEST, LOOKS * (setting.ownScaling?.interval ?? Infinity));
  return Math.max(usual, Math.min(longest, GAPS / Math.max(rate, 1e-9)));
}

const UNDISTURBED = { restartEvery: null, restartStrategy: "rolling", secondsToOutOfMemory: null } as const;

/** The oldest replicas go: they are there whatever an autoscaler did before. One that is restarted before its successor starts has
 *  the time to finish what it answers; the next goes when that successor must be up. */
function faultsOf({ takenBack, restarts, plan }: WindowSetting, at: number): readonly Fault[] {
  const gone = (replica: number, delay: number, notice: number): Fault => ({
    ...{ kind: "spot-interruption", at: at + delay, replica, notice },
  });
  if (restarts?.oldFirst) {
    return Array.from({ length: restarts.replicas }, (_, replica) => gone(replica, replica * plan.startup.p99, HOUR));
  }
  if (takenBack === undefined) return [];
  const { notice, replicas } = takenBack;
  return Array.from({ length: replicas }, (_, replica) => gone(replica, 0, notice));
}

function autoscaler({ deployment, plan, ownScaling }: WindowSetting, minimum: (now: number) => number) {
  return ownScaling === null ? autoscalerOf(deployment, minimum) : ownAutoscaler(ownScaling, deployment, plan.limits);
}

/** The simulator's limits of one replica of a plan. */
export function replicaLimits(plan: ResolvedPlan) {
  return {
    maxBatchedTokens: plan.limits.maxBatchedTokens,
    maxSequences: plan.limits.maxSequences,
    blockSize: plan.memory.blockSize,
    kvBlocks: plan.memory.kvBlocks,
    watermarkBlocks: 0,
    maxContext: plan.maxContext,
  };
}

function windowWorkload(
  setting: WindowSetting,
  stratum: Stratum,
  window: { level: number; leadIn: number; measured: number; isLong: boolean },
): Workload {
  const { history, profile, burstiness, plan } = setting;
  const { level, leadIn, measured, isLong } = window;
  const from = sourceHour(profile, stratum);
  const part = (name: string, start: number, stretch: { seconds: number; rate: number }) =>
    replay({
      // One hour with a handful of requests shows no gaps: a long window has them by chance, as bursty as the traffic is.
      ...{ history, burstiness, from: isLong ? null : start, seconds: stretch.seconds, rate: level * stretch.rate },
      random: stream(setting.seed, `${name} ${stratum.label}`),
    });
  // Each part is brought to its own rate: a rising hour would else carry more than it should.
  const before = part("lead-in", from - leadIn, { seconds: leadIn, rate: stratum.before });
  const hour = part("replay", from, { seconds: measured, rate: stratum.hour.rate });
  return withinContext(followedBy(before, leadIn, hour), plan.maxContext);
}

/** Answers end at the context limit, as engines make them; prompts beyond it are refused by the simulator's caller. */
export function withinContext(workload: Workload, maxContext: number): Workload {
  const outputTokens = workload.outputTokens.map((output, i) => {
    const room = maxContext - (workload.inputTokens[i] ?? 0);
    return room > 0 ? Math.max(1, Math.min(output, room)) : output;
  });
  return { ...workload, outputTokens };
}

/** Seconds on the history's clock of an observed hour like the stratum's: the same hour of the week where the history has
 *  one, and of those the one whose rate is nearest. */
function sourceHour(profile: TrafficProfile, stratum: Stratum): number {
  const wanted = hourOfWeek(stratum.hour.start);
  let best = 0;
  let least = Infinity;
  profile.hourly.forEach((rate, hour) => {
    if (Number.isNaN(rate)) return;
    const differs = hourOfWeek(profile.epoch + hour * HOUR) === wanted ? 0 : 1;
    const distance = differs * 10 + Math.abs(Math.log(Math.max(rate, 1e-9) / Math.max(stratum.hour.rate, 1e-9)));
    if (distance < least) {
      least = distance;
      best = hour;
    }
  });
  return best * HOUR - profile.offset;
}

function initialReplicas(setting: WindowSetting, rate: number, start: number): number {
  const { min, max } = setting.plan.replicas;
  const floor = Math.max(min, minimumAt(setting.minimums, start));
  const sleeps = floor === 0 && setting.ownScaling !== null && sleepsBefore(setting.ownScaling, rate);
  const needed = sleeps ? 0 : Math.ceil(rate / Math.max(1e-9, 0.7 * setting.capacity));
  return Math.min(max, Math.max(floor, needed));
}
