import { load } from "js-yaml";
import { beforeAll, describe, expect, it } from "vitest";
import { sglang } from "../../../planner/engines/sglang.ts";
import { tgi } from "../../../planner/engines/tgi.ts";
import type { RenderInput } from "../../../src/render/input.ts";
import { renderManifests } from "../../../src/render/manifests.ts";
import { type AlertCase, type History, noPromtool, type RuleGroup, runPromtool } from "../../support/promtool.ts";
import { listAt, pick } from "./pick.ts";
import { sample, shippedTemplates, varied, variety } from "./sample.ts";

let templates: ReadonlyMap<string, string>;
beforeAll(async () => {
  templates = await shippedTemplates();
});

function groupsOf(input: RenderInput): readonly RuleGroup[] {
  const text = [...renderManifests(input, templates)].find(([path]) => path.endsWith("/prometheus-rule.yaml"))?.[1];
  return pick(load(text ?? ""), "spec", "groups") as readonly RuleGroup[];
}

const alertsIn = (groups: unknown): readonly string[] =>
  listAt(groups, 0, "rules").flatMap((rule) =>
    pick(rule, "alert") === undefined ? [] : [String(pick(rule, "alert"))],
  );

const OWN = 'namespace="ai-models",service="chat"';
const POD = 'namespace="ai-models",pod="chat-7f9c4b5d68-x2x4z"';
const SERVER = `${POD},container="server"`;
const GPU = 'exported_namespace="ai-models",exported_pod="chat-7f9c4b5d68-x2x4z"';
const FLEET = 'namespace="ai-models",deployment="chat"';

/** What an engine exports, as one page of it would show. */
interface Names {
  readonly waiting: string;
  readonly running: string;
  readonly completed: string;
  readonly kvUse: string | null;
  readonly ttft: string | null;
  readonly tpot: string;
  readonly e2e: string;
  readonly good: readonly string[];
  readonly bad: readonly string[];
  readonly preempted: string | null;
}

const ENGINES: Readonly<Record<string, { readonly input: RenderInput; readonly names: Names }>> = {
  vllm: {
    input: sample,
    names: {
      waiting: `vllm:num_requests_waiting{${OWN},pod="a"}`,
      running: `vllm:num_requests_running{${OWN},pod="a"}`,
      completed: `vllm:request_success_total{${OWN},pod="a",finished_reason="stop"}`,
      kvUse: `vllm:kv_cache_usage_perc{${OWN},pod="a"}`,
      ttft: "vllm:time_to_first_token_seconds",
      tpot: "vllm:request_time_per_output_token_seconds",
      e2e: "vllm:e2e_request_latency_seconds",
      good: [`http_requests_total{${OWN},handler="/v1/chat/completions",status="2xx"}`],
      bad: [`http_requests_total{${OWN},handler="/v1/chat/completions",status="5xx"}`],
      preempted: `vllm:num_preemptions_total{${OWN},pod="a"}`,
    },
  },
  tgi: {
    input: varied({ engine: { id: "tgi", entry: tgi } }),
    names: {
      waiting: `tgi_queue_size{${OWN},pod="a"}`,
      running: `tgi_batch_current_size{${OWN},pod="a"}`,
      completed: `tgi_request_success{${OWN},pod="a"}`,
      kvUse: null,
      ttft: null,
      tpot: "tgi_request_mean_time_per_token_duration",
      e2e: "tgi_request_duration",
      good: [`tgi_request_count{${OWN}}`],
      bad: [`tgi_request_failure{${OWN},err="generation"}`],
      preempted: null,
    },
  },
  sglang: {
    input: varied({ engine: { id: "sglang", entry: sglang } }),
    names: {
      waiting: `sglang:num_queue_reqs{${OWN},pod="a"}`,
      running: `sglang:num_running_reqs{${OWN},pod="a"}`,
      completed: `sglang:num_requests_total{${OWN},pod="a"}`,
      kvUse: `sglang:token_usage{${OWN},pod="a"}`,
      ttft: "sglang:time_to_first_token_seconds",
      tpot: "sglang:inter_token_latency_seconds",
      e2e: "sglang:e2e_request_latency_seconds",
      good: [],
      bad: [`sglang:num_aborted_requests_total{${OWN},pod="a"}`],
      preempted: `sglang:num_retracted_requests_total{${OWN},pod="a"}`,
    },
  },
};

const ONE_DAY = 1600;
const LONG = { timeout: 120_000 };

const bucketOf = (name: string, le: string): string => `${name}_bucket{${OWN},pod="a",le="${le}"}`;

/** A histogram whose requests all took between the two bounds. */
function histogram(name: string, bounds: readonly [number, number]): History {
  const bucket = (le: string, rate: number) => [bucketOf(name, le), `0+${rate}x${ONE_DAY}`];
  return Object.fromEntries([bucket(String(bounds[0]), 0), bucket(String(bounds[1]), 60), bucket("+Inf", 60)]);
}

const merged = (keys: readonly string[], values: string): History =>
  Object.fromEntries(keys.map((key) => [key, values]));

/** A day on which everything is as it should be, busy and within its promises. */
function fairDay(names: Names): Record<string, string> {
  return {
    [`up{${OWN},pod="a"}`]: `1x${ONE_DAY}`,
    [names.waiting]: `1x${ONE_DAY}`,
    [names.running]: `20x${ONE_DAY}`,
    [names.completed]: `0+60x${ONE_DAY}`,
    ...(names.kvUse === null ? {} : { [names.kvUse]: `0.6x${ONE_DAY}` }),
    ...(names.ttft === null ? {} : histogram(names.ttft, [0.1, 0.5])),
    ...histogram(names.tpot, [0.01, 0.04]),
    ...histogram(names.e2e, [5, 20]),
    ...merged(names.good, `0+60x${ONE_DAY}`),
    ...merged(names.bad, `0x${ONE_DAY}`),
    ...(names.preempted === null ? {} : { [names.preempted]: `0x${ONE_DAY}` }),
    [`kube_pod_created{${POD}}`]: `0x${ONE_DAY}`,
    [`kube_pod_status_ready{${POD},condition="true"}`]: `1x${ONE_DAY}`,
    [`kube_pod_status_ready{${POD},condition="false"}`]: `0x${ONE_DAY}`,
    [`kube_pod_status_phase{${POD},phase="Running"}`]: `1x${ONE_DAY}`,
    [`kube_pod_container_status_restarts_total{${SERVER}}`]: `0x${ONE_DAY}`,
    [`kube_pod_info{${POD},node="n1"}`]: `1x${ONE_DAY}`,
    'kube_node_status_capacity{node="n1",resource="nvidia_com_gpu"}': `1x${ONE_DAY}`,
    'kube_node_status_allocatable{node="n1",resource="nvidia_com_gpu"}': `1x${ONE_DAY}`,
    [`kube_deployment_spec_replicas{${FLEET}}`]: `3x${ONE_DAY}`,
    [`kube_deployment_status_replicas{${FLEET}}`]: `3x${ONE_DAY}`,
    [`DCGM_FI_DEV_GPU_UTIL{${GPU},gpu="0"}`]: `80x${ONE_DAY}`,
  };
}

const exitCode = (code: number): History => ({
  [`kube_pod_container_status_last_terminated_exitcode{${SERVER}}`]: `${code}x${ONE_DAY}`,
  [`kube_pod_container_status_restarts_total{${SERVER}}`]: `0x55 1x${ONE_DAY}`,
});

/** Days on which a promise is broken, and when that has been said. */
function brokenPromises(names: Names): Readonly<Record<string, readonly [History, string]>> {
  const fairBounds = ["0.5", "0.04", "20"];
  const slow = (name: string | null, bounds: readonly [number, number]): History =>
    name === null
      ? {}
      : {
          ...merged(
            fairBounds.map((le) => bucketOf(name, le)),
            `0x${ONE_DAY}`,
          ),
          ...histogram(name, bounds),
        };
  return {
    LoadlineNothingCompletes: [{ [names.completed]: `0+60x20 1200x${ONE_DAY}` }, "40m"],
    LoadlineNoReplica: [{ [`up{${OWN},pod="a"}`]: `1x20 0x${ONE_DAY}` }, "40m"],
    LoadlineNoTraffic: [
      { [names.completed]: `5x${ONE_DAY}`, [names.waiting]: `0x${ONE_DAY}`, [names.running]: `0x${ONE_DAY}` },
      "90m",
    ],
    LoadlineTimeToFirstTokenP95Fast: [slow(names.ttft, [2, 5]), "90m"],
    LoadlineTimeToFirstTokenP95: [slow(names.ttft, [2, 5]), "7h"],
    LoadlineTimePerOutputTokenP95Fast: [slow(names.tpot, [0.08, 0.2]), "90m"],
    LoadlineTimePerOutputTokenP95: [slow(names.tpot, [0.08, 0.2]), "7h"],
    LoadlineEndToEndP99Fast: [slow(names.e2e, [40, 80]), "90m"],
    LoadlineEndToEndP99: [slow(names.e2e, [40, 80]), "7h"],
    LoadlineErrorsFast: [merged(names.bad, `0+5x${ONE_DAY}`), "90m"],
    LoadlineErrors: [merged(names.bad, `0+1x${ONE_DAY}`), "7h"],
  };
}

/** What happens instead on the day of each alert, and when it has been said. */
function badDays(names: Names): Readonly<Record<string, readonly [History, string]>> {
  return {
    ...brokenPromises(names),
    LoadlineBacklog: [{ [names.waiting]: `15x${ONE_DAY}` }, "30m"],
    LoadlineQueueGrows: [{ [names.waiting]: `0+5x${ONE_DAY}` }, "40m"],
    LoadlineKvCacheFull: names.kvUse === null ? [{}, "1h"] : [{ [names.kvUse]: `0.99x${ONE_DAY}` }, "40m"],
    LoadlinePreemptions: names.preempted === null ? [{}, "1h"] : [{ [names.preempted]: `0+6x${ONE_DAY}` }, "40m"],
    LoadlineAtMaximum: [{ [`kube_deployment_spec_replicas{${FLEET}}`]: `8x${ONE_DAY}` }, "50m"],
    LoadlineOutOfHostMemory: [exitCode(137), "60m"],
    LoadlineSegmentationFault: [exitCode(139), "60m"],
    LoadlineSlowStart: [
      {
        [`kube_pod_status_ready{${POD},condition="true"}`]: `0x${ONE_DAY}`,
        [`kube_pod_status_ready{${POD},condition="false"}`]: `1x${ONE_DAY}`,
      },
      "15m",
    ],
    LoadlineUnschedulable: [{ [`kube_pod_status_unschedulable{${POD}}`]: `1x${ONE_DAY}` }, "20m"],
    LoadlineGpuIdle: [{ [`DCGM_FI_DEV_GPU_UTIL{${GPU},gpu="0"}`]: `1x${ONE_DAY}` }, "25h"],
    LoadlineGpuMissing: [
      { 'kube_node_status_allocatable{node="n1",resource="nvidia_com_gpu"}': `0x${ONE_DAY}` },
      "20m",
    ],
    LoadlineBudgetBurnsFast: [{ [`kube_deployment_status_replicas{${FLEET}}`]: `8x${ONE_DAY}` }, "7h"],
    LoadlineBudgetBurn: [{ [`kube_deployment_status_replicas{${FLEET}}`]: `4x${ONE_DAY}` }, "26h"],
  };
}

describe.skipIf(noPromtool !== null)(`promtool ${noPromtool ?? ""}`, () => {
  it.each(Object.entries(ENGINES))("%s: each alert fires on its bad day", LONG, (_name, { input, names }) => {
    const groups = groupsOf(input);
    const days = badDays(names);
    const cases = alertsIn(groups).map((alert): AlertCase => {
      const [change, after] = days[alert] ?? [{}, "1h"];
      return { alert, after, fires: true, history: { ...fairDay(names), ...change } };
    });
    expect(cases.length).toBeGreaterThan(18);
    expect(runPromtool(groups, cases)).toBe("");
  });

  it.each(Object.entries(ENGINES))("%s: nothing fires on a fair day", LONG, (_name, { input, names }) => {
    // Three replicas at $1.20 an hour are within $3,000 a month.
    const day: AlertCase = { history: fairDay(names), after: "26h", alert: "", fires: false };
    expect(runPromtool(groupsOf(input), [day])).toBe("");
  });

  it.each(Object.entries(variety))("%s: rules that Prometheus loads", (_name, input) => {
    expect(runPromtool(groupsOf(input), [])).toBe("");
  });
});

describe("alerts", () => {
  it("say what to do, each in its own words", () => {
    const rules = listAt(groupsOf(sample), 0, "rules").filter((rule) => pick(rule, "alert") !== undefined);
    const said = rules.map((rule) => String(pick(rule, "annotations", "description")));
    for (const text of said) expect(text.length).toBeGreaterThan(60);
    const summaries = rules.map((rule) => pick(rule, "annotations", "summary"));
    expect(new Set(summaries).size).toBe(summaries.length);
  });

  it("read the names that the version exports", () => {
    const expressions = (name: string) => JSON.stringify(groupsOf(variety[name] ?? sample));
    expect(expressions("an old vllm")).toMatch(/vllm:gpu_cache_usage_perc.*/);
    expect(expressions("an old vllm")).toContain("vllm:time_per_output_token_seconds_bucket");
    expect(expressions("an old vllm")).not.toContain("vllm:kv_cache_usage_perc");
    expect(expressions("fixed")).not.toContain("gpu_cache_usage_perc");
  });

  it("say nothing of costs and traffic that were not forecast", () => {
    const names = alertsIn(groupsOf(variety["no forecast of costs and traffic"] ?? sample));
    expect(names.filter((name) => /Budget|NoTraffic/.test(name))).toEqual([]);
    expect(alertsIn(groupsOf(sample)).filter((name) => /Budget|NoTraffic/.test(name))).toHaveLength(3);
  });
});
