import { gzipSync } from "node:zlib";
import { trafficFiles } from "../../../src/adapters/traffic/read-traffic.ts";
import { TRAFFIC } from "../../../src/mistakes/traffic.ts";
import { guideLlm, type MadeRun, vllmBench } from "../../support/benchmark-results.ts";
import { showEach } from "../../support/mistakes.ts";
import { written } from "../../support/written-file.ts";

const HEADER = "arrival_s,input_tokens,output_tokens";
const run: MadeRun = {
  ...{ concurrency: 2, input: Int32Array.of(128), output: Int32Array.of(32) },
  ...{ ttft: Float64Array.of(0.1), tpot: Float64Array.of(0.01), start: Float64Array.of(5.5) },
};

const read =
  (content: string | Uint8Array, options = {}) =>
  () =>
    trafficFiles.readTraffic(written("log", content), { shown: "traffic/chat.csv", ...options });
const log = (...rows: readonly string[]) => read([HEADER, ...rows, ""].join("\n"));
const windows = (...rows: readonly string[]) => read(["window_start_s,rate_rps", ...rows, ""].join("\n"));
const means = (row: string) => read(`window_start_s,rate_rps,input_tokens,output_tokens,cv\n${row}\n60,1,9,9,1\n`);
const lengths = (text: string) => () =>
  trafficFiles.readLengths(written("lengths.csv", text), { shown: "traffic/lengths.csv" });
const json = (...lines: readonly object[]) => read(lines.map((line) => JSON.stringify(line)).join("\n"));
const quantiles = Array.from({ length: 10_001 }, (_, i) => `${i / 10_001},5`).join("\n");
const call = { startTime: 1_770_000_000, prompt_tokens: 5, completion_tokens: 0 };
const span = {
  startTimeUnixNano: "soon",
  attributes: { "gen_ai.usage.input_tokens": 10, "gen_ai.usage.output_tokens": 3 },
};

const LAYOUTS = [
  "servegen (window_start_s, rate_rps, active_clients)",
  "windows (window_start_s or timestamp, rate_rps or requests_per_second or requests)",
  "plain (arrival_s or timestamp, input_tokens, output_tokens)",
  "vidur (arrived_at, num_prefill_tokens, num_decode_tokens)",
  "azure-llm-2023 (timestamp, contexttokens, generatedtokens)",
  "mooncake (timestamp, input_length, output_length)",
  "burstgpt (timestamp, request tokens, response tokens)",
  "otel (starttimeunixnano or start_time_unix_nano or start_time or starttime, attributes.gen_ai.usage.input_tokens or attributes.gen_ai.usage.prompt_tokens, attributes.gen_ai.usage.output_tokens or attributes.gen_ai.usage.completion_tokens)",
  "litellm (starttime or start_time, prompt_tokens or usage.prompt_tokens or response.usage.prompt_tokens, completion_tokens or usage.completion_tokens or response.usage.completion_tokens)",
  "envoy (start_time or timestamp or @timestamp, gen_ai.usage.input_tokens or llm_input_token or dynamic_metadata.io.envoy.ai_gateway.llm_input_token, gen_ai.usage.output_tokens or llm_output_token or dynamic_metadata.io.envoy.ai_gateway.llm_output_token)",
  "vllm-bench (start_times, input_lens, output_lens)",
  "guidellm (start, prompt_tokens, output_tokens)",
];

showEach("traffic", TRAFFIC, {
  noAccess: [() => trafficFiles.readTraffic("/none/chat.csv", { shown: "traffic/chat.csv" }), "no such file"],
  noFile: [() => trafficFiles.readTraffic("/", { shown: "traffic" }), "a folder"],
  noContent: [read("# nothing\n")],
  packed: [read(gzipSync(HEADER)), "gzip"],
  utf16: [read(Buffer.from(`\uFEFF${HEADER}`, "utf16le"))],
  binary: [read(Uint8Array.of(137, 80, 78, 71, 0, 1))],
  jsonArray: [read('[{"arrival_s":0}]')],
  repeatedColumn: [read("arrival_s,input_tokens,Input_Tokens,output_tokens\n0,1,1,1\n")],
  unreadable: [
    read("PAR1 and no more"),
    "Parquet",
    "Invalid Input Error: No magic bytes found at end of file 'traffic/chat.csv'",
  ],
  openQuote: [read(`${HEADER},prompt\n0,1,1,"a\n1,1,1,b\n`)],
  otherColumns: [log(...Array.from({ length: 100_001 }, () => "0,1")), "100,000"],
  badLine: [log("0,1"), "fewer columns than the header", "3 columns, as in the header"],
  tooManyBad: [log("0,one,1"), { bad: "1", read: "1", what: "requests", percent: "100.0" }, 5, "They follow."],
  firstFollow: [log(...Array.from({ length: 9 }, () => "0,one,1")), 5],
  allFollow: [log("0,one,1")],
  tooManyRows: [read(`${HEADER}\n0,1,1\n1,1,1\n`, { rowCap: 1 }), "1"],
  noTokens: [log("0,0,5")],
  prefixTooLong: [read(`${HEADER},prefix_id,prefix_tokens\n0,10,5,a,11\n`)],
  noSeconds: [log("1770000000000,10,5")],
  noMilliseconds: [json({ timestamp: -1, input_length: 5, output_length: 5, hash_ids: [1] })],
  noNanoseconds: [json(span)],
  noTimestamp: [read("timestamp,input_tokens,output_tokens\n1999-12-31,10,5\n")],
  noInstant: [json({ ...call, startTime: "never", completion_tokens: 1 })],
  dateInTheWrongColumn: [log("2026-10-01T00:00:00Z,10,5")],
  noRequests: [log(), [], "Export the log again."],
  withoutUsage: [json(call)],
  exportAgain: [log()],
  guidellmWithoutRequests: [json(guideLlm([run], "config", false))],
  vllmWithoutRequests: [json(vllmBench(run, false))],
  noRequestsInWindows: [
    () => trafficFiles.readRequests(written("w.csv", "window_start_s,rate_rps\n0,1\n60,1\n"), { shown: "w.csv" }),
    "windows",
  ],
  noRate: [windows("0,many", "60,1")],
  noMean: [means("0,1,many,9,1")],
  noBurstiness: [means("0,1,9,9,-1")],
  noRates: [windows("0,", "60,")],
  tooFewWindows: [windows("0,1"), "one window"],
  repeatedWindow: [windows("0,1", "60,1", "60,2")],
  farWindow: [windows("0,1", "1,1", "2,1", "6000000,1"), "6,000,000"],
  unevenWindow: [windows("0,1", "60,1", "120,1", "190,1"), "3.17", 60],
  tooFewQuantiles: [lengths("quantile,tokens\n0.5,10\n"), 1],
  noQuantile: [lengths("quantile,tokens\n0.5,10\n0.5,20\n"), '"0.5"', 0.5],
  fallingTokens: [lengths("quantile,tokens\n0.5,10\n0.9,9\n"), '"9"', 10],
  noQuantileTable: [lengths(`${HEADER}\n`), "the columns arrival_s, input_tokens, output_tokens"],
  tooManyQuantiles: [lengths(`quantile,tokens\n${quantiles}\n`), 10_000],
  unknownColumns: [read("when,what\n0,1\n"), LAYOUTS, "Rename the columns."],
  objectOverLines: [read('{\n"arrival_s": 1\n}\n')],
  headerMissing: [read("0,0.5,10\n")],
  nothingNear: [read("when,what\n0,1\n")],
  nearestLayout: [
    read("request_id,arival_s,input_tokens,output_tokens\n0,1,1,1\n"),
    "plain",
    "arrival_s or timestamp",
    ["Did you mean arrival_s by arival_s?"],
  ],
});
