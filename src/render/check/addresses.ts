import type { Complaint } from "../yaml/readings.ts";
import { type AddressBlock, isAddress, parseBlock, within } from "./address-block.ts";
import { complain, type Spot, show, textOf, when } from "./spot.ts";

/** Since 1.36 a server takes no text that programs read in two ways. Source: StrictIPCIDRValidation in pkg/features/kube_features.go. */
const isStrict = (release: number): boolean => release >= 36;

/** What an API server of a release says against a block of addresses. */
export function notABlock(spot: Spot, release: number): readonly Complaint[] {
  const text = textOf(spot)?.trim() ?? null;
  if (text === null) return [];
  const block = parseBlock(asRead(text, release));
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
  if (!isAddress(asRead(text, release))) return [complain(spot, `\`${show(text)}\` is not ${wanted}`)];
  const block = parseBlock(`${text}/128`);
  return when(isStrict(release) && block !== null && isMapped(block), spot, asIpv4(text));
}

/** In place of a release: Cilium's own reader takes the bits that servers before 1.36 take, and no zeros in front. */
export const AS_CILIUM_READS = 0;

/** Servers before that read 010.0.0.1 as 10.0.0.1. */
export const asRead = (text: string, release: number): string =>
  release === AS_CILIUM_READS || isStrict(release) || text.includes(":")
    ? text
    : text.replaceAll(/(^|\.)0+(?=\d)/g, "$1");

const hasMore = ({ address, bits, length }: AddressBlock): boolean =>
  (address & ((1n << BigInt(bits - length)) - 1n)) !== 0n;

/** Within ::ffff:0:0/96. */
const isMapped = ({ address, bits }: AddressBlock): boolean => bits === 128 && address >> 32n === 0xffffn;

const asIpv4 = (text: string): string => `\`${show(text)}\` is IPv4 written as IPv6; write it as IPv4`;

/** The same, and that no machine is reached under it. */
export function notAMachine(spot: Spot, release: number): readonly Complaint[] {
  const wrong = notAnAddress(spot, release);
  return wrong.length > 0 ? wrong : special(spot, release);
}

/** Source: ValidateEndpointIP in pkg/apis/core/validation/validation.go. */
const SPECIAL = [
  ["stands for no machine", "0.0.0.0/32"],
  ["stands for no machine", "::/128"],
  ["stands for the machine that asks (127.0.0.0/8, ::1/128)", "127.0.0.0/8"],
  ["stands for the machine that asks (127.0.0.0/8, ::1/128)", "::1/128"],
  ["is of one link alone (169.254.0.0/16, fe80::/10)", "169.254.0.0/16"],
  ["is of one link alone (169.254.0.0/16, fe80::/10)", "fe80::/10"],
  ["is of a group on one link (224.0.0.0/24, ff02::/16)", "224.0.0.0/24"],
  ["is of a group on one link (224.0.0.0/24, ff02::/16)", "ff02::/16"],
].map(([words = "", block = ""]) => ({ words, block: parseBlock(block) }));

function special(spot: Spot, release: number): readonly Complaint[] {
  const text = textOf(spot) ?? "";
  const address = parseBlock(`${asRead(text, release)}/${text.includes(":") ? 128 : 32}`);
  const found = SPECIAL.find(({ block }) => block !== null && address !== null && within(block, address));
  return found === undefined ? [] : [complain(spot, `\`${show(text)}\` ${found.words}`)];
}
