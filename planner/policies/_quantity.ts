const FACTORS: Readonly<Record<string, number>> = {
  ...{ k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15 },
  ...{ Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40, Pi: 2 ** 50 },
};

/** Bytes of a Kubernetes quantity such as 16Gi; null for what is none. */
export function bytesOf(value: unknown): number | null {
  if (typeof value === "number") return value;
  const [, digits, unit] = /^(\d+(?:\.\d+)?)([kMGTP]|[KMGTP]i)?$/.exec(typeof value === "string" ? value : "") ?? [];
  if (digits === undefined) return null;
  return Number(digits) * (unit === undefined ? 1 : (FACTORS[unit] ?? 1));
}
