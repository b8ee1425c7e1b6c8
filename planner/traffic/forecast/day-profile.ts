/** How the windows of a series make days: null where a day is no whole number of them. */
export const windowsPerDay = (windowSeconds: number): number | null =>
  86_400 % windowSeconds === 0 ? 86_400 / windowSeconds : null;

/** Mean of the middle half of some values, unseen ones (NaN) left out: as robust as it must be against one odd day. Of all where most
 *  are zero, whose middle says nothing. NaN when nothing was seen. */
export function middleMean(values: readonly number[]): number {
  const seen = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  if (seen.length === 0) return Number.NaN;
  const cut = seen[Math.floor(seen.length / 2)] === 0 ? 0 : Math.floor(seen.length / 4);
  const middle = seen.slice(cut, seen.length - cut);
  return middle.reduce((sum, value) => sum + value, 0) / middle.length;
}

/** The usual rate at each window of the day, from all days of a series and the windows around. `period` windows make a day. Falls
 *  back on the whole series where a time of day was never seen. */
export function dayProfile(values: Float64Array, period: number): Float64Array {
  const days = values.length / period;
  // Half an hour to either side; with few days a whole one, or a profile of three values is mostly their chance.
  const reach = Math.floor(period / (days < 4 ? 24 : 48));
  const otherwise = middleMean([...values]);
  const profile = Float64Array.from({ length: period }, (_, phase) => {
    const around: number[] = [];
    for (let centre = phase; centre < values.length + reach; centre += period) {
      for (let i = Math.max(0, centre - reach); i <= Math.min(values.length - 1, centre + reach); i++) {
        around.push(values[i] ?? Number.NaN);
      }
    }
    const usual = middleMean(around);
    return Number.isNaN(usual) ? otherwise : usual;
  });
  return profile;
}
