import { describe, expect, it } from "vitest";
import { readModelDeployment, readSettings } from "../../../src/config/index.ts";
import type { MetricsServer } from "../../../src/ports/metrics-server.ts";
import { readWindow } from "../../../src/tasks/observe-metrics.ts";
import { MODEL, SETTINGS } from "../../support/config-repository.ts";
import { END } from "../../support/served-weeks.ts";

const DAY = 86_400;
const settings = readSettings(`${SETTINGS}prometheus: { main: {} }\n`, "loadline.yaml").value;

/** A server on which series whose query holds one of these words are all 1; `le` for those that ask for buckets. */
async function read(model: string, words: readonly string[], selector: string | null = null) {
  const asked: string[] = [];
  const server: MetricsServer = {
    range: async (query, { start, end, step }) => {
      asked.push(query);
      const samples = Array.from(
        { length: Math.round((end - start) / step) + 1 },
        (_, i) => [start + i * step, "1"] as const,
      );
      const labels = query.startsWith("sum by (le)") ? [{ le: "0.5" }, { le: "+Inf" }] : [{}];
      const isThere = words.some((word) => query.includes(word));
      return { kind: "series", series: isThere ? labels.map((of) => ({ labels: of, samples })) : [], warnings: [] };
    },
  };
  const one = { located: readModelDeployment(model, "models/chat.yaml", settings), settings };
  const question = { one, server: "main", selector, from: END - DAY, to: END };
  return { ...(await readWindow(question, { metrics: async () => server })), asked };
}

const engine = (text: string) => MODEL.replace(/engine: .*/, `engine: ${text}`);
const rate = (query: string) =>
  MODEL.replace(/traffic: .*/, `traffic: { prometheus: { server: main, rate: '${query}' } }`);

describe("what is asked of a Prometheus", () => {
  it("of vLLM: by the labels of the ServiceMonitor, unless others are named", async () => {
    const { asked, missing, window } = await read(MODEL, ["vllm:", "kube_"]);
    const own = '{namespace="ai-models",service="chat"}';
    expect(asked).toContain(`sum(rate(vllm:request_success_total${own}[300s]))`);
    expect(asked).toContain(`sum by (le) (increase(vllm:time_to_first_token_seconds_bucket${own}[86400s]))`);
    expect(asked).toContain('sum(kube_deployment_status_replicas_ready{namespace="ai-models",deployment="chat"})');
    expect([missing, window.tpotPer, window.replicas?.length]).toEqual([[], "request", 24]);
    expect(window.latency.ttft).toEqual({
      buckets: [
        [0.5, 1],
        [Infinity, 1],
      ],
      sum: 1,
      count: 1,
    });
    const named = await read(MODEL, ["vllm:"], 'job="x"');
    expect(named.asked).toContain('sum by (le) (increase(vllm:e2e_request_latency_seconds_bucket{job="x"}[86400s]))');
  });

  it("by the labels that the rate has, in the spelling of its collector", async () => {
    const { asked } = await read(rate('vllm_request_success_total{model_name="m",finished_reason="stop"}'), ["vllm_"]);
    expect(asked).toContain('sum by (le) (increase(vllm_time_to_first_token_seconds_bucket{model_name="m"}[86400s]))');
    const gateway = await read(rate("sum(rate(istio_requests_total[5m]))"), ["istio"]);
    expect(gateway.asked).toContain(
      'sum by (le) (increase(vllm:time_to_first_token_seconds_bucket{namespace="ai-models",service="chat"}[86400s]))',
    );
    expect(gateway.missing[0]).toMatch(/^traffic: no inputTokens, and a rate that names no metric of one engine/);
  });

  it("of an older vLLM and of SGLang: times of tokens, of which only the mean can be compared", async () => {
    const old = await read(MODEL, ["vllm:time_per_output_token_seconds"]);
    expect([old.window.tpotPer, old.window.latency.tpot?.count]).toEqual(["token", 1]);
    const sglang = await read(engine('{ name: sglang, image: "lmsysorg/sglang:v0.5.5" }'), ["sglang:"]);
    expect(sglang.asked.join("\n")).toContain("sglang:inter_token_latency_seconds_bucket");
    expect([sglang.window.tpotPer, sglang.window.latency.ttft?.count]).toEqual(["token", 1]);
  });

  it("of TGI: it counts no first tokens, and says so", async () => {
    const text = '{ name: tgi, image: "ghcr.io/huggingface/text-generation-inference:3.3.4" }';
    const { asked, missing, window } = await read(engine(text), ["tgi_", "kube_"]);
    expect(asked.join("\n")).toMatch(/tgi_request_success[\s\S]*tgi_request_mean_time_per_token_duration_bucket/);
    expect([missing, window.tpotPer]).toEqual([["time to first token: this engine does not count it"], "request"]);
  });

  it("replicas that the cluster does not count are the targets that report; what nobody has is missing by name", async () => {
    const targets = await read(MODEL, ["num_requests_running"]);
    expect([...new Set(targets.window.replicas)]).toEqual([1]);
    expect(targets.notes.join()).toMatch(
      /^replicas: the cluster does not count them; counted are count\(vllm:num_requests/,
    );
    const nothing = await read(MODEL, []);
    expect(nothing.window).toMatchObject({
      history: null,
      latency: { ttft: null, tpot: null, e2e: null },
      replicas: null,
    });
    expect(nothing.missing.map((text) => text.split(":")[0])).toEqual([
      ...["traffic", "time to first token", "time per output token", "end-to-end latency", "ready replicas"],
    ]);
  });
});
