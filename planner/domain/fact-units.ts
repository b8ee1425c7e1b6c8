/** Facts in typed fields carry their unit in the type, which is gone at run time; names of the others end in it. */
const UNITS: readonly (readonly [RegExp, string])[] = [
  [/(basis|source)$/, ""],
  [/usd per gib month$/, "US dollars per GiB and month"],
  [/usd per gib$/, "US dollars per GiB"],
  [/usd|control plane/i, "US dollars per hour"],
  [/(seconds|timeout|notice|first deploy)$/, "seconds"],
  [/^scaling$/, "times in seconds"],
  [/^committed$|price moves$/, "fraction"],
  [/per month$/, "per month"],
  [/quota$/, "replicas"],
  [/share$/, "fraction"],
  [/(sharpness|read|multiply|steps|requests|passes|collectives|pairs|older experts)$|^kv$/, "factor"],
  [/bytes per second/, "bytes per second"],
  [/memory (nominal|usable)/, "bytes"],
  [/bandwidth|link$/, "bytes per second"],
  [/^matmul/, "operations per second"],
  [/power/, "watts"],
  [/gib/i, "GiB"],
  [/bytes/, "bytes"],
  [/seconds|node$|image pull/, "seconds"],
  [/parameters/, "parameters"],
  [/tokens|block size/, "tokens"],
  [/share|fraction|utilization/, "fraction"],
];

/** The unit of a fact by its name in words (`memory usable` -> `bytes`); empty for a pure number. */
export const unitOfFact = (name: string): string => UNITS.find(([pattern]) => pattern.test(name))?.[1] ?? "";

/** What stands behind a number, and by what it is divided for it. */
const SHORT: Readonly<Record<string, readonly [divisor: number, unit: string]>> = {
  bytes: [2 ** 30, "GiB"],
  GiB: [1, "GiB"],
  "bytes per second": [1e9, "GB/s"],
  "operations per second": [1e12, "tera-operations/s"],
  seconds: [1, "s"],
  "times in seconds": [1, "s"],
  watts: [1, "W"],
  tokens: [1, "tokens"],
};

/** A fact in a sentence: `memory usable = 22.03 GiB`, `node = p50 100 s, p99 360 s`; four significant digits. */
export function factText(name: string, value: unknown): string {
  const told = unitOfFact(name);
  // `bytes per weight` says it.
  const unit = name.startsWith(told) ? "" : told;
  // The unit stands behind the number.
  const shown = unit === "GiB" || unit === "seconds" ? name.replace(/ (gib|seconds)$/, "") : name;
  return `${shown} = ${valueText(value, unit)}`;
}

function valueText(value: unknown, unit: string): string {
  if (typeof value === "number") return numberText(value, unit);
  if (typeof value !== "object" || value === null) return String(value);
  return Object.entries(value)
    .map(([name, part]) => `${name} ${valueText(part, unit)}`)
    .join(", ");
}

function numberText(value: number, unit: string): string {
  const [divisor, short] = SHORT[unit] ?? [1, ""];
  return `${Number((value / divisor).toPrecision(4))}${short === "" ? "" : ` ${short}`}`;
}
