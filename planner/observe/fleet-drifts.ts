import { costForecast } from "../plan/cost-forecast.ts";
import { always } from "../plan/replica-shares.ts";
import type { PlanRequest } from "../plan/request.ts";
import type { Resolved } from "../plan/resolve.ts";
import type { Drift, EngineObservation, Observation } from "./observation.ts";
import { TOLERANCE, unknown } from "./traffic-drifts.ts";

const CALIBRATE =
  "Run loadline calibrate on what the engine measures, and name the calibration in spec.engine.calibration.";

/** How fast the engine was: against the prediction with its own error, and against itself before. */
export function engineDrift({ slowness, range, before }: EngineObservation): Drift {
  const head = { kind: "engine", forecast: 1, measured: slowness } as const;
  if (slowness === null) return unknown(head, "how long a step took cannot be told from what was measured");
  const change = before === null ? null : slowness / before;
  const times = `steps take ${slowness.toFixed(2)} times as long as predicted`;
  const isOutside = slowness < range[0] || slowness > range[1];
  const hasChanged = change !== null && Math.abs(Math.log(change)) > Math.log(1 + TOLERANCE);
  const since = change === null ? "" : `, ${change.toFixed(2)} times as long as before`;
  const message = `${times}${since}${isOutside ? ", beyond what the prediction held likely" : ""}`;
  if (!isOutside && !hasChanged) return { ...head, status: "as-forecast", range, message, action: null };
  const look =
    "Nothing of the traffic explains it: look for another engine version, driver, clock or neighbour on the GPU.";
  const action = hasChanged ? `${look} ${CALIBRATE}` : CALIBRATE;
  return { ...head, status: "drifted", range, message, action };
}

/** Replicas against those that the autoscaler would keep for the requests that came and steps as slow as they were. */
export function replicasDrift({ forecast, expected, measured }: Observation["replicas"]): Drift {
  const head = { kind: "replicas", forecast, measured } as const;
  if (measured === null) return unknown(head, "ready replicas were not measured");
  if (expected === null)
    return unknown(head, "how many replicas this traffic needs cannot be told without the traffic");
  const room = Math.max(0.25, TOLERANCE * expected);
  const range = [Math.max(0, expected - room), expected + room] as const;
  const figures = `${measured.toFixed(2)} on average, ${expected.toFixed(2)} for this traffic and this speed`;
  if (measured >= range[0] && measured <= range[1]) {
    return { ...head, status: "as-forecast", range, message: `replicas follow the load (${figures})`, action: null };
  }
  const [message, action] =
    measured < range[0]
      ? [
          `fewer replicas were ready than this load asks for (${figures})`,
          "Look for pods that wait for a node, restart or fail to become ready, and for another maximum in the cluster.",
        ]
      : [
          `more replicas were ready than this load asks for (${figures})`,
          "Compare the autoscaler in the cluster with the rendered one: its target, its minimum and how it scales down.",
        ];
  return { ...head, status: "drifted", range, message, action };
}

/** What the replicas that were ready cost in a month; null where the price is unknown or the place bills otherwise. */
export function measuredCost(resolved: Resolved, request: PlanRequest, hourly: readonly number[]): number | null {
  const { platform } = resolved;
  if (hourly.length === 0 || (platform.kind !== "kubernetes" && platform.kind !== "machine")) return null;
  const shares = hourly.flatMap((replicas) => always(replicas).map((one) => ({ ...one, weight: 1 / hourly.length })));
  const points = { nominal: shares, lowTraffic: shares, highTraffic: shares, fast: shares, slow: shares };
  return costForecast({ resolved, request, outlook: null }, points).monthlyUsd?.p50 ?? null;
}

/** The bill at the replicas that were there. */
export function costDrift({ forecast, measured }: Observation["cost"]): Drift {
  const head = { kind: "cost", forecast: forecast?.p50 ?? null, measured } as const;
  if (measured === null) return unknown(head, "what it cost cannot be told: replicas or their price are not known");
  if (forecast === null) return unknown(head, "no cost was forecast");
  const range = [
    Math.min(forecast.p10, forecast.p50 * (1 - TOLERANCE)),
    Math.max(forecast.p90, forecast.p50 * (1 + TOLERANCE)),
  ] as const;
  const figures = `$${Math.round(measured)} a month at the replicas that were ready, $${Math.round(forecast.p50)} forecast`;
  if (measured >= range[0] && measured <= range[1]) {
    return { ...head, status: "as-forecast", range, message: `the cost is as forecast (${figures})`, action: null };
  }
  const action = "It follows from the replicas: see what drifted above.";
  return { ...head, status: "drifted", range, message: `the cost is not as forecast (${figures})`, action };
}
