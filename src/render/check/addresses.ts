import type { Complaint } from "../yaml/readings.ts";
import { type AddressBlock, isAddress, parseBlock } from "./address-block.ts";
import { complain, type Spot, show, textOf, when } from "./spot.ts";

/** Since 1.36 a server takes no text that programs read in two ways. Source: StrictIPCIDRValidation in pkg/features/kube_features.go. */
const isStrict = (release: number): boolean => release >= 36;

/** What an API server of a release says against a block of addresses. */
export function notABlock(spot: Spot, release: number): readonly Complaint[] {
  const text = textOf(spot)?.trim() ?? null;
  if (text === null) return [];
  const block = parseBlock(text);
  if (block === null) return [complain(spot, `\`${show(text)}\` is not a CIDR (10.0.0.0/8)`)];
  if (!isStrict(release)) return [];
  return [
    ...when(hasMore(block), spot, `\`${show(text)}\` has more bits than its length; one address is a /${block.bits}`),
    ...when(isMapped(block), spot, asIpv4(text)),
  ];
}

/** What an API server of a release says against an address, or none of these words instead of one. */
export function notAnAddress(spot: Spot, release: number, instead: readonly string[] = []): readonly Complaint[] {
  const text = textOf(spot);
  if (text === null || instead.includes(text)) return [];
  const wanted = `an IP address${instead.includes("None") ? " and not None" : ""}`;
  if (!isAddress(text)) return [complain(spot, `\`${show(text)}\` is not ${wanted}`)];
  const block = parseBlock(`${text}/128`);
  return when(isStrict(release) && block !== null && isMapped(block), spot, asIpv4(text));
}

const hasMore = ({ address, bits, length }: AddressBlock): boolean =>
  (address & ((1n << BigInt(bits - length)) - 1n)) !== 0n;

/** Within ::ffff:0:0/96. */
const isMapped = ({ address, bits }: AddressBlock): boolean => bits === 128 && address >> 32n === 0xffffn;

const asIpv4 = (text: string): string => `\`${show(text)}\` is IPv4 written as IPv6; write it as IPv4`;
