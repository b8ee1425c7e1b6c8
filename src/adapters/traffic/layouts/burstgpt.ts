import type { RequestLayout } from "../layout.ts";

/** HPMLL/BurstGPT: two times two months of ChatGPT and GPT-4 on Azure, stamped in whole seconds since the first midnight. Its page
 *  says that a request without response tokens failed. */
export const burstGpt: RequestLayout = {
  kind: "requests",
  id: "burstgpt",
  arrival: { timestamp: "seconds" },
  input: ["request tokens"],
  output: ["response tokens"],
  requestId: null,
  prefix: null,
  leftOut: { noUsage: "failed requests (no tokens)", noOutput: "failed requests (no response tokens)" },
  stampSeconds: 1,
  document: null,
  note: "BurstGPT stamps arrivals in whole seconds: shorter bursts cannot be told from it.",
};
