/** A block of IP addresses: those that share their first `length` bits. */
export interface AddressBlock {
  readonly bits: 32 | 128;
  readonly address: bigint;
  readonly length: number;
}

/** Reads `10.0.0.0/8` or `fd00::/8`; null where the text is neither. */
export function parseBlock(text: string): AddressBlock | null {
  const [, host = "", digits = ""] = /^([^/]+)\/(0|[1-9]\d{0,2})$/.exec(text) ?? [];
  const parts = host.includes(":") ? wordsOf(host) : octetsOf(host);
  if (parts === null) return null;
  const bits = host.includes(":") ? 128 : 32;
  const width = bits === 32 ? 8n : 16n;
  const length = Number(digits);
  if (length > bits) return null;
  return { bits, length, address: parts.reduce((sum, part) => (sum << width) + BigInt(part), 0n) };
}

/** Whether `inner` is a part of `outer`, and smaller. */
export function holds(outer: AddressBlock, inner: AddressBlock): boolean {
  return inner.length > outer.length && within(outer, inner);
}

/** Whether `inner` is a part of `outer`, or the same. */
export function within(outer: AddressBlock, inner: AddressBlock): boolean {
  if (outer.bits !== inner.bits || inner.length < outer.length) return false;
  const shift = BigInt(outer.bits - outer.length);
  return outer.address >> shift === inner.address >> shift;
}

function octetsOf(text: string): readonly number[] | null {
  const parts = text.split(".");
  const isWhole = parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256);
  return isWhole ? parts.map(Number) : null;
}

/** The eight words of an IPv6 address: `::` stands once for as many zeros as are missing; an IPv4 address may end it. */
function wordsOf(text: string): readonly number[] | null {
  const halves = withoutOctets(text)?.split("::") ?? [];
  if (halves.length === 0 || halves.length > 2) return null;
  const [before = [], after = []] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const missing = 8 - before.length - after.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return null;
  const words = [...before, ...Array.from({ length: missing }, () => "0"), ...after];
  return words.every((word) => /^[0-9a-fA-F]{1,4}$/.test(word)) ? words.map((word) => Number.parseInt(word, 16)) : null;
}

function withoutOctets(text: string): string | null {
  const start = text.lastIndexOf(":") + 1;
  if (!text.includes(".")) return text;
  const octets = octetsOf(text.slice(start));
  if (octets === null) return null;
  const [a = 0, b = 0, c = 0, d = 0] = octets;
  return `${text.slice(0, start)}${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
}

/** One address, without a length. */
export const isAddress = (text: string): boolean =>
  !text.includes("/") && parseBlock(`${text}/${text.includes(":") ? 128 : 32}`) !== null;
