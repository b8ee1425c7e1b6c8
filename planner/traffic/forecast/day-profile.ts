/** How the windows of a series make days: null where a day is no whole number of them. */
export const windowsPerDay = (windowSeconds: number): number | null =>
  86_400 % windowSeconds === 0 ? 86_400 / windowSeconds : null;

/** Mean of the middle half of some values, unseen ones (NaN) left out: as robust as it must be against one odd day. Of all where most
 *  are zero, whose middle says nothing. NaN when nothing was seen. */
export function middleMean(values: Float64Array): number {
  const sorted = values.slice().sort();
  // NaN sorts to the end.
  const unseen = sorted.findIndex(Number.isNaN);
  const seen = unseen === -1 ? sorted : sorted.subarray(0, unseen);
  const cut = seen[Math.floor(seen.length / 2)] === 0 ? 0 : Math.floor(seen.length / 4);
  const middle = seen.subarray(cut, seen.length - cut);
  return middle.reduce((sum, value) => sum + value, 0) / middle.length;
}

/** The usual rate at each window of the day, from all days of a series and the windows around. `period` windows make a day. NaN
 *  where a time of day was never seen. */
export function dayProfile(values: Float64Array, period: number): Float64Array {
  const days = values.length / period;
  // Half an hour to either side; with few days a whole one, or a profile of three values is mostly their chance.
  const reach = Math.floor(period / (days < 4 ? 24 : 48));
  // Neighbours that share most of what is around them share its middle.
  const stride = Math.max(1, Math.floor(reach / 3));
  const middles = Array.from({ length: Math.ceil(period / stride) }, (_, i) =>
    middleMean(around(values, { phase: i * stride, period, reach })),
  );
  return Float64Array.from({ length: period }, (_, phase) => middles[Math.floor(phase / stride)] ?? Number.NaN);
}

/** All windows of a series that lie near a time of day. */
function around(values: Float64Array, at: { phase: number; period: number; reach: number }): Float64Array {
  const { phase, period, reach } = at;
  const found: number[] = [];
  for (let centre = phase; centre < values.length + reach; centre += period) {
    const end = Math.min(values.length, centre + reach + 1);
    for (let i = Math.max(0, centre - reach); i < end; i++) found.push(values[i] ?? Number.NaN);
  }
  return Float64Array.from(found);
}
