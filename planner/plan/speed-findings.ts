import type { Coverage, Finding } from "../domain/index.ts";

/** A plan whose step time nobody has measured anything like. */
export function unknownSpeed(message: string): Finding {
  return {
    id: "unknown-speed",
    severity: "blocking",
    path: ["spec", "platform", "instance"],
    message,
    action: "Choose an instance with a measured GPU.",
  };
}

/** What is said of a step time that lies beyond what was measured. */
export function coverageFinding(coverage: Coverage): readonly Finding[] {
  if (coverage.status !== "extrapolated") return [];
  return [
    {
      id: "extrapolated-speed",
      severity: "warning",
      path: ["spec", "platform", "instance"],
      message: coverage.why,
      action: "Calibrate with your own measurements, or leave more headroom.",
    },
  ];
}
