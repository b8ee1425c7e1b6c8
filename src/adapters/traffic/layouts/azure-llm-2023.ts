import type { RequestLayout } from "../layout.ts";

/** Azure LLM inference traces (Azure/AzurePublicDataset): seven fractional digits; the 2023 files name no time zone. */
export const azureLlm2023: RequestLayout = {
  kind: "requests",
  id: "azure-llm-2023",
  arrival: { timestamp: "timestamp" },
  input: ["contexttokens"],
  output: ["generatedtokens"],
  requestId: null,
  prefix: null,
  leftOut: { noUsage: null, noOutput: null },
  stampSeconds: null,
  document: null,
  note: "The Azure traces are a sample of a larger service: their rates are not those of the whole.",
};
