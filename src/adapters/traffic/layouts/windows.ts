import type { WindowLayout } from "../layout.ts";

/** Rates by the window, as a metrics system exports them: per second or requests counted, with mean lengths where it knows them. */
export const windows: WindowLayout = {
  kind: "windows",
  id: "windows",
  arrival: { window_start_s: "seconds", timestamp: "instant" },
  load: { rate_rps: "perSecond", requests_per_second: "perSecond", requests: "perWindow" },
  signs: [],
  means: { input: "input_tokens", output: "output_tokens" },
  burstiness: "cv",
  note: null,
};
