import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { AppStore } from "../ports/app-store.ts";
import type { Work } from "../ports/work-queue.ts";

/** What can be watched. A registry of its own: several Apps in one process do not share counts. */
export interface Metrics {
  readonly registry: Registry;
  readonly webhooks: Counter<"event" | "outcome">;
  /** Performed work by its kind and how it ended: done, again, failed, dead. */
  readonly work: Counter<"kind" | "outcome">;
  readonly seconds: Histogram<"kind">;
}

export function openMetrics(store: AppStore): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, prefix: "loadline_" });
  const gauge = new Gauge({
    name: "loadline_queue_jobs",
    help: "Work by state; dead: given up after the last attempt",
    labelNames: ["state"] as const,
    registers,
    // Asked for when somebody looks, and not otherwise.
    async collect() {
      const { waiting, later, active, dead } = await store.figures();
      for (const [state, count] of Object.entries({ waiting, later, active, dead })) this.set({ state }, count);
    },
  });
  const oldest = new Gauge({
    name: "loadline_queue_oldest_seconds",
    help: "How long the oldest waiting work could have begun",
    registers,
    async collect() {
      this.set((await store.figures()).oldestSeconds);
    },
  });
  void [gauge, oldest];
  return {
    registry,
    webhooks: new Counter({
      name: "loadline_webhooks_total",
      help: "Webhooks by event and what became of them",
      labelNames: ["event", "outcome"] as const,
      registers,
    }),
    work: new Counter({
      name: "loadline_work_total",
      help: "Performed work by kind and outcome",
      labelNames: ["kind", "outcome"] as const,
      registers,
    }),
    seconds: new Histogram({
      name: "loadline_work_seconds",
      help: "How long work took",
      labelNames: ["kind"] as const,
      buckets: [0.1, 0.3, 1, 3, 10, 30, 100, 300],
      registers,
    }),
  };
}

/** A word for people: which pull request, which head. */
export function describeWork(work: Work): string {
  switch (work.kind) {
    case "sweep":
      return "sweep";
    case "sync":
      return `sync of ${work.namespace}/${work.application}`;
    case "named":
      return work.before === null ? `name ${work.repository}` : `name ${work.repository}, before ${work.before}`;
    case "head":
      return `head ${work.sha.slice(0, 12)} of ${work.repository}`;
    case "forecast":
      return `part ${work.part} of ${work.repository}#${work.number}`;
    default:
      return `${work.kind} of ${work.repository}#${work.number}`;
  }
}
