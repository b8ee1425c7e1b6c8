import type { ScalingMetric } from "../../domain/index.ts";
import { type Autoscaler, externalTotal, type Observation, totalOf } from "../autoscaler.ts";

/** What an autoscaler follows, and between which bounds. */
export interface HpaSettings {
  readonly min: number;
  readonly max: number;
  readonly target: { readonly metric: ScalingMetric; readonly value: number };
  /** Extra share of replicas kept above what the metric asks for. */
  readonly headroom: number;
  /** A minimum that changes with time (cron triggers); at least `min`. */
  readonly minimumAt: (now: number) => number;
  /** Left out: Kubernetes' and KEDA's defaults. */
  readonly behaviour?: HpaBehaviour;
  /** `pods` (default): each ready replica reports, and what does not report is guessed. `external`: one figure for all, as
   *  KEDA gives it, requests that wait for a first replica included. */
  readonly source?: "pods" | "external";
  /** KEDA only: the figure above which there must be at least one replica. Left out: 0. */
  readonly activation?: number;
  /** Where replicas go to zero: any request keeps the last one, answered before anybody looks or not, as where a place waits for
   *  idle time. Left out: only the figure does, as in KEDA. */
  readonly requestsKeepAwake?: boolean;
  /** The autoscaler is created with the simulation: what there is counts as its first recommendation, as in Kubernetes'
   *  controller, so nothing is scaled down within the window. Left out: it has been there for long, its past not known. */
  readonly startsAnew?: boolean;
}

/** One limit on the speed of scaling: so many pods, or such a share of them, within a period of seconds. */
export interface ScalingRule {
  readonly type: "pods" | "percent";
  readonly value: number;
  readonly period: number;
}

/** How fast an autoscaler looks and moves. Seconds and shares. */
export interface HpaBehaviour {
  readonly syncPeriod: number;
  readonly tolerance: number;
  readonly scaleUp: { readonly stabilization: number; readonly rules: readonly ScalingRule[] };
  readonly scaleDown: { readonly stabilization: number; readonly rules: readonly ScalingRule[] };
  readonly pollingInterval: number;
  readonly cooldown: number;
}

/** Kubernetes 1.34 defaults (documentation, "Horizontal Pod Autoscaling", algorithm details and configurable scaling
 *  behavior): sync 15 s, tolerance 10 %, up at once by 4 pods or 100 % every 15 s, down after 300 s by any number.
 *  KEDA 2.x (documentation, "ScaledObject specification"): polling every 30 s, cooldown 300 s. */
export const DEFAULT_BEHAVIOUR: HpaBehaviour = {
  syncPeriod: 15,
  tolerance: 0.1,
  scaleUp: {
    stabilization: 0,
    rules: [
      { type: "percent", value: 1, period: 15 },
      { type: "pods", value: 4, period: 15 },
    ],
  },
  scaleDown: { stabilization: 300, rules: [{ type: "percent", value: 1, period: 15 }] },
  pollingInterval: 30,
  cooldown: 300,
};

/** Kubernetes' autoscaler on an average-value metric (documentation, "Horizontal Pod Autoscaling", algorithm details):
 *  desired = ceil(total / target), unless within the tolerance. Scaling up takes the lowest recommendation of its window,
 *  scaling down the highest; then the most generous rule limits the speed. */
export function horizontalPodAutoscaler(settings: HpaSettings): Autoscaler {
  const behaviour = settings.behaviour ?? DEFAULT_BEHAVIOUR;
  const history = new ScalingHistory();
  return {
    interval: behaviour.syncPeriod,
    decide: (seen, current, now) => {
      const floor = Math.max(settings.min, settings.minimumAt(now));
      const raw = rawDesired(settings, seen, { tolerance: behaviour.tolerance, current });
      const wanted = clamp(raw, floor, settings.max);
      if (settings.startsAnew === true) history.begin(now, current);
      history.recommend(now, wanted, Math.max(behaviour.scaleUp.stabilization, behaviour.scaleDown.stabilization));
      const stable = history.stabilised(now, current, behaviour);
      const decided = clamp(
        withinRules({ history, behaviour, current, now }, stable),
        Math.min(floor, settings.max),
        settings.max,
      );
      history.scaled(now, decided - current);
      return decided;
    },
  };
}

interface Ask {
  readonly target: number;
  readonly tolerance: number;
  readonly current: number;
}

/** Headroom is what an operator would do to the target: 25 % headroom asks for 1.25 times the replicas. */
function rawDesired(settings: HpaSettings, seen: Observation, { tolerance, current }: Omit<Ask, "target">): number {
  if (current === 0) return 0;
  const { metric, value } = settings.target;
  const ask = { target: value / (1 + settings.headroom), tolerance, current };
  if (settings.source !== "external") return byPods(totalOf(metric, seen), seen, ask);
  return byTotal(externalTotal(metric, seen), ask);
}

function byTotal(total: number, { target, tolerance, current }: Ask): number {
  return isNear(total / (target * current), tolerance) ? current : Math.ceil(total / target);
}

/** As Kubernetes' replica calculator has it. Containers that run and do not report count as idle where the others ask for
 *  more, as exactly on target where they ask for fewer; pending pods count as idle where more are asked for, and not at all
 *  where fewer are. If that turns the answer round, nothing changes. Without any report nothing changes either. */
function byPods(total: number, seen: Observation, { target, tolerance, current }: Ask): number {
  const { ready, starting, pending } = seen;
  if (ready === 0) return current;
  const ratio = total / (target * ready);
  const missing = starting - pending;
  const idle = ratio > 1 ? pending : 0;
  if (missing + idle === 0) return isNear(ratio, tolerance) ? current : Math.ceil(total / target);
  const guessed = total + (ratio < 1 ? target * missing : 0);
  const guessedRatio = guessed / (target * (ready + missing + idle));
  if (isNear(guessedRatio, tolerance) || ratio < 1 !== guessedRatio < 1) return current;
  const wanted = Math.ceil(guessed / target);
  return guessedRatio < 1 ? Math.min(wanted, current) : Math.max(wanted, current);
}

const isNear = (ratio: number, tolerance: number): boolean => 1 - tolerance <= ratio && ratio <= 1 + tolerance;

interface Moment {
  readonly history: ScalingHistory;
  readonly behaviour: HpaBehaviour;
  readonly current: number;
  readonly now: number;
}

/** The furthest the rules allow to move within their periods, given what was already scaled in them. */
function withinRules({ history, behaviour, current, now }: Moment, wanted: number): number {
  if (wanted > current) {
    const limits = behaviour.scaleUp.rules.map((rule) => {
      const start = current - history.changeWithin(now, rule.period);
      return rule.type === "pods" ? start + rule.value : Math.ceil(start * (1 + rule.value));
    });
    return Math.min(wanted, Math.max(current, ...limits));
  }
  const limits = behaviour.scaleDown.rules.map((rule) => {
    const start = current - history.changeWithin(now, rule.period);
    return rule.type === "pods" ? start - rule.value : Math.floor(start * (1 - rule.value));
  });
  return Math.max(wanted, Math.min(current, ...limits));
}

/** Recommendations and scaling actions of the last minutes. */
class ScalingHistory {
  private recommended: { at: number; replicas: number }[] = [];
  private begun = false;
  private actions: { at: number; change: number }[] = [];

  begin(at: number, replicas: number): void {
    if (this.begun) return;
    this.begun = true;
    // An instant earlier: a window of no length, as upwards, does not hold it.
    this.recommended.push({ at: at - 1e-6, replicas });
  }

  recommend(at: number, replicas: number, keep: number): void {
    const first = this.recommended.findIndex((r) => r.at > at - keep);
    this.recommended.splice(0, first === -1 ? this.recommended.length : first);
    this.recommended.push({ at, replicas });
  }

  stabilised(now: number, current: number, behaviour: HpaBehaviour): number {
    const up = this.least(now, behaviour.scaleUp.stabilization);
    const down = this.most(now, behaviour.scaleDown.stabilization);
    return Math.max(Math.min(current, down), up > current ? up : 0);
  }

  /** Of the recommendations of a window up to now, the last one in any case. Sparse traffic is looked at millions of times. */
  private least(now: number, window: number): number {
    let least = Infinity;
    for (let i = this.recommended.length - 1; i >= 0 && this.isWithin(i, now, window); i--) {
      least = Math.min(least, this.recommended[i]?.replicas ?? Infinity);
    }
    return least;
  }

  private most(now: number, window: number): number {
    let most = -Infinity;
    for (let i = this.recommended.length - 1; i >= 0 && this.isWithin(i, now, window); i--) {
      most = Math.max(most, this.recommended[i]?.replicas ?? -Infinity);
    }
    return most;
  }

  private isWithin(index: number, now: number, window: number): boolean {
    const at = this.recommended[index]?.at ?? -Infinity;
    return at > now - window || at === now;
  }

  scaled(at: number, change: number): void {
    if (change !== 0) this.actions.push({ at, change });
    if (this.actions.length > 1000) this.actions.splice(0, 500);
  }

  /** Replicas added less those removed: what separates now from the start of the period (Kubernetes counts both). */
  changeWithin(now: number, period: number): number {
    return this.actions.reduce((total, action) => (action.at > now - period ? total + action.change : total), 0);
  }
}

const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), Math.max(low, high));
