import type { RequestLayout } from "../layout.ts";

/** The layout that loadline itself writes: CONTRACT.md section 5, Requests CSV; `timestamp` dates each request. */
export const plain: RequestLayout = {
  kind: "requests",
  id: "plain",
  arrival: { arrival_s: "seconds", timestamp: "timestamp" },
  input: ["input_tokens"],
  output: ["output_tokens"],
  requestId: "request_id",
  prefix: { kind: "named", id: "prefix_id", tokens: "prefix_tokens" },
  leftOut: { noUsage: null, noOutput: null },
  stampSeconds: null,
  document: null,
  note: null,
};
