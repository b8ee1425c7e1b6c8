/** `$1,770`, `$12.50`, `$0.0042`: cents below a hundred, two significant digits below a cent. */
export function money(usd: number | null): string {
  if (usd === null || !Number.isFinite(usd)) return "unknown";
  const amount = Math.abs(usd);
  const sign = usd < 0 && amount >= 0.000_05 ? "−" : "";
  if (amount >= 99.995) return `${sign}$${grouped(amount.toFixed(0))}`;
  if (amount >= 0.1 || amount < 0.000_05) return `${sign}$${amount.toFixed(2)}`;
  return `${sign}$${amount.toFixed(4)}`;
}

/** `$1,690–$1,910`: three significant digits, because a forecast has no more. */
export function moneyRange(low: number, high: number): string {
  if (low === high) return money(low);
  return `${money(significant(low))}–${money(significant(high))}`;
}

/** `+$885`, `−$885`, `±$0`: with a sign always. */
export function moneyChange(usd: number): string {
  if (Math.abs(usd) < 0.005) return "±$0";
  return usd < 0 ? money(usd) : `+${money(usd)}`;
}

/** 1234567.891 -> 1,234,567.891. */
export function grouped(digits: string): string {
  const [whole = "", ...fraction] = digits.split(".");
  return [whole.replace(/\B(?=(\d{3})+$)/g, ","), ...fraction].join(".");
}

const significant = (value: number): number => (value >= 100 ? Number(value.toPrecision(3)) : value);
