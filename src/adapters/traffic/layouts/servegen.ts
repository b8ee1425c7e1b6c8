import type { WindowLayout } from "../layout.ts";

/** Aggregates of alibaba/ServeGen: requests per second in windows, seconds since a local midnight. Client counts stay unread. */
export const servegen: WindowLayout = {
  kind: "windows",
  id: "servegen",
  arrival: { window_start_s: "seconds" },
  load: { rate_rps: "perSecond" },
  signs: ["active_clients"],
  means: null,
  burstiness: "cv",
  note: "ServeGen's rates are those of a large service: scale them to your own.",
};
