import type { Scaling } from "../domain/deployment.ts";

/** `45 s`, `5.1 min`, `13 min`. */
export function spoken(seconds: number): string {
  if (seconds < 90) return `${Number(seconds.toPrecision(2))} s`;
  return `${Number((seconds / 60).toPrecision(2))} min`;
}

/** `12 %`, `0.4 %`. */
export const percent = (share: number): string => `${Number((100 * share).toPrecision(2))} %`;

/** `1.4 Gi`. */
export const gibi = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GiB`;

/** Replicas that run when nobody asks anything. */
export const fewest = (scaling: Scaling): number => (scaling.mode === "fixed" ? scaling.replicas : scaling.minReplicas);

/** Where the fewest replicas are written down. */
export const pathOfFewest = (scaling: Scaling): readonly string[] =>
  scaling.mode === "fixed" ? ["spec", "scaling", "replicas"] : ["spec", "scaling", "minReplicas"];
