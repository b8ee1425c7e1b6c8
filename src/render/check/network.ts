import type { Complaint } from "../yaml/readings.ts";
import { holds, parseBlock } from "./address-block.ts";
import { AS_CILIUM_READS, asRead, notABlock } from "./addresses.ts";
import { selectorOf } from "./labels.ts";
import { portNumberOrName } from "./ports.ts";
import { at, entries, isPresent, items, numberOf, type Rule, type Spot, show, textOf, when } from "./spot.ts";

/** Ports and peers of a NetworkPolicy: an end needs a beginning below it, an exception the block that it is taken from. */
export const networkPolicies: Rule = (manifest, release) => {
  if (textOf(at(manifest, "kind")) !== "NetworkPolicy") return [];
  const rules = ["ingress", "egress"].flatMap((direction) => items(at(manifest, "spec", direction)));
  const types = at(manifest, "spec", "policyTypes");
  return [
    ...when(items(types).length > 2, types, "names more than the two types there are"),
    ...rules.flatMap((rule) => items(at(rule, "ports"))).flatMap(policyPort),
    ...rules
      .flatMap((rule) => [...items(at(rule, "from")), ...items(at(rule, "to"))])
      .flatMap((one) => peer(one, release)),
  ];
};

function policyPort(port: Spot): readonly Complaint[] {
  const first = at(port, "port");
  const end = at(port, "endPort");
  const low = numberOf(first);
  const high = numberOf(end);
  return [
    ...portNumberOrName(first),
    ...when(high !== null && (low === null || high < low), end, "must not lie below a numeric `port`"),
  ];
}

function peer(spot: Spot, release: number): readonly Complaint[] {
  const block = at(spot, "ipBlock");
  const selectors = entries(spot).filter(([key, value]) => key.endsWith("Selector") && isPresent(value));
  const isEmpty = !isPresent(block) && selectors.length === 0;
  return [
    ...when(isEmpty, spot, "names no peer: `ipBlock`, `podSelector` or `namespaceSelector`"),
    ...when(isPresent(block) && selectors.length > 0, spot, "has both `ipBlock` and a selector"),
    ...selectors.flatMap(([, selector]) => selectorOf(selector)),
    ...blockOf(block, release),
  ];
}

function blockOf(block: Spot, release: number): readonly Complaint[] {
  const cidr = at(block, "cidr");
  const outer = textOf(cidr) === null ? null : parseBlock(asRead(textOf(cidr) ?? "", release));
  return [
    ...notABlock(cidr, release),
    ...items(at(block, "except")).flatMap((spot) => {
      const inner = parseBlock(asRead(textOf(spot) ?? "", release));
      const isOutside = outer !== null && inner !== null && !holds(outer, inner);
      const message = `\`${show(spot.value)}\` is no smaller part of \`${textOf(cidr)}\``;
      return [...notABlock(spot, release), ...when(isOutside, spot, message)];
    }),
  ];
}

const CILIUM = new Set(["CiliumNetworkPolicy", "CiliumClusterwideNetworkPolicy"]);

/** What Cilium's own check refuses: the object would be stored, and never enforced. */
export const ciliumPolicies: Rule = (manifest) => {
  if (!CILIUM.has(textOf(at(manifest, "kind")) ?? "")) return [];
  const all = [at(manifest, "spec"), ...items(at(manifest, "specs"))].filter(isPresent);
  return [
    ...when(all.length === 0, manifest, "`spec` or `specs` is required"),
    ...all.flatMap((spec) => items(at(spec, "egress")).flatMap(egressOf)),
    ...all.flatMap((spec) => [...items(at(spec, "ingress")), ...items(at(spec, "egress"))].flatMap(portsOf)),
  ];
};

/** Names are resolved apart from every other kind of peer, so a rule has one or the other. */
function egressOf(rule: Spot): readonly Complaint[] {
  const peers = entries(rule).filter(([key, spot]) => /^to(?!Ports$)/.test(key) && items(spot).length > 0);
  const names = items(at(rule, "toFQDNs"));
  return [
    ...when(
      names.length > 0 && peers.length > 1,
      rule,
      "has `toFQDNs` together with other peers; make two rules of it",
    ),
    ...items(at(rule, "toCIDR")).flatMap((spot) =>
      textOf(spot)?.includes("/") ? notABlock(spot, AS_CILIUM_READS) : [],
    ),
  ];
}

function portsOf(rule: Spot): readonly Complaint[] {
  return items(at(rule, "toPorts")).flatMap((group) =>
    items(at(group, "ports")).flatMap((entry) => {
      const port = at(entry, "port");
      const text = textOf(port) ?? "";
      return when(/^\d+$/.test(text) && Number(text) > 65_535, port, `${text} is outside 0 to 65535`);
    }),
  );
}
