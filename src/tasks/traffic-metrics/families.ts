import { type Selector, selectorsIn } from "./selector.ts";

/** What an engine counts about its requests, and under which names. */
interface Family {
  readonly engine: string;
  /** How its metrics begin; collectors that know no colon write an underscore. */
  readonly beginning: string;
  /** Histograms of tokens a request. */
  readonly input: string;
  readonly output: string;
  /** Counters of tokens, for servers that were started without the histograms. */
  readonly totals: { readonly input: string; readonly output: string } | null;
  /** Labels that only its counters of requests have. */
  readonly ownLabels: readonly string[];
}

/** vllm/v1/metrics/loggers.py, router/src/server.rs of TGI, and python/sglang/srt/metrics/collector.py (histograms only with
 *  --collect-tokens-histogram). All of them count a request when it has ended. */
const FAMILIES: readonly Family[] = [
  {
    engine: "vLLM",
    beginning: "vllm[:_]",
    input: "request_prompt_tokens",
    output: "request_generation_tokens",
    totals: { input: "prompt_tokens_total", output: "generation_tokens_total" },
    ownLabels: ["finished_reason"],
  },
  {
    engine: "TGI",
    beginning: "tgi_",
    input: "request_input_length",
    output: "request_generated_tokens",
    totals: null,
    ownLabels: ["stop_reason", "kind", "err"],
  },
  {
    engine: "SGLang",
    beginning: "sglang[:_]",
    input: "prompt_tokens_histogram",
    output: "generation_tokens_histogram",
    totals: { input: "prompt_tokens_total", output: "generation_tokens_total" },
    ownLabels: ["is_streaming"],
  },
];

/** Counters whose name does not end as those of others do. */
const OTHER_COUNTERS =
  /^(tgi_request_(success|failure)|nginx_ingress_controller_requests|envoy_cluster_upstream_rq_completed)$/;

export const isCounter = (name: string): boolean => /_(total|count)$/.test(name) || OTHER_COUNTERS.test(name);

/** `level:metric:rate5m`, as recording rules are named by custom: it is a rate already. */
export const isRecordedRate = (name: string): boolean => /(^|[:_])i?rate(_?\d+[smhdw])?$|_per_second$/.test(name);

/** Histograms of an engine, by the name that its documents give them. */
export const isHistogram = (name: string): boolean =>
  FAMILIES.some(({ beginning, input, output }) => new RegExp(`^${beginning}(${input}|${output})$`).test(name));

/** Where the lengths of the requests can be read that a rate counts. */
export interface DerivedLengths {
  readonly engine: string;
  readonly histogram: Selector;
  readonly total: Selector | null;
}

/** Of the engine whose metrics the query of the rate names, with the labels it has there; null where it names none, or several. */
export function lengthsBeside(rate: string, side: "input" | "output"): DerivedLengths | null {
  const found = FAMILIES.map((family) => ({ family, selectors: selectorsIn(rate, family.beginning) })).filter(
    ({ selectors }) => selectors.length > 0,
  );
  const [only] = found;
  const [first] = only?.selectors ?? [];
  if (only === undefined || first === undefined || found.length > 1) return null;
  const { family, selectors } = only;
  const labels = ({ matchers }: Selector) => matchers.filter(({ label }) => !family.ownLabels.includes(label));
  const said = new Set(selectors.map((selector) => JSON.stringify(labels(selector))));
  if (said.size > 1) return null;
  const beginning = new RegExp(`^${family.beginning}`).exec(first.name)?.[0] ?? "";
  const named = (name: string): Selector => ({ name: `${beginning}${name}`, matchers: labels(first) });
  const total = family.totals === null ? null : named(family.totals[side]);
  return { engine: family.engine, histogram: named(family[side]), total };
}
