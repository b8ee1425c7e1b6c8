import type { Complaint } from "../yaml/readings.ts";
import { notAMachine } from "./addresses.ts";
import { kindOf } from "./pods.ts";
import { portNumber } from "./ports.ts";
import { at, duplicates, items, type Rule, type Spot, show, textOf, when } from "./spot.ts";
import { isSubdomain, mustBe } from "./words.ts";

/** Where a Service without a selector leads: addresses of machines, each of the list's kind. */
export const endpoints: Rule = (manifest, release) => {
  switch (kindOf(manifest)) {
    case "discovery.k8s.io/v1 EndpointSlice":
      return sliceOf(manifest, release);
    case "v1 Endpoints":
      return items(at(manifest, "subsets")).flatMap((subset) => subsetOf(subset, release));
    default:
      return [];
  }
};

const MOST_ADDRESSES = 100;

function sliceOf(slice: Spot, release: number): readonly Complaint[] {
  const kind = at(slice, "addressType");
  const all = items(at(slice, "endpoints"));
  const lists = all.map((one) => at(one, "addresses"));
  return [
    ...lists.flatMap((list) => {
      const count = items(list).length;
      return [
        ...when(count === 0, list, "needs at least one address"),
        ...when(count > MOST_ADDRESSES, list, `${count} addresses; at most ${MOST_ADDRESSES}`),
        ...items(list).flatMap((address) => addressOf(address, textOf(kind), release)),
      ];
    }),
    ...portsOf(items(at(slice, "ports")), false),
  ];
}

function subsetOf(subset: Spot, release: number): readonly Complaint[] {
  const all = ["addresses", "notReadyAddresses"].flatMap((field) => items(at(subset, field)));
  return [
    ...when(all.length === 0, subset, "names neither `addresses` nor `notReadyAddresses`"),
    ...all.flatMap((one) => notAMachine(at(one, "ip"), release)),
    ...portsOf(items(at(subset, "ports")), true),
  ];
}

function portsOf(ports: readonly Spot[], areNamed: boolean): readonly Complaint[] {
  const names = ports.map((port) => at(port, "name"));
  return [
    ...ports.flatMap((port) => portNumber(at(port, "port"))),
    ...names.flatMap((name, index) => {
      const port = ports[index] ?? name;
      if ((textOf(name) ?? "") !== "") return mustBe("label", name);
      return when(areNamed && ports.length > 1, port, "`name` is required where there are several ports");
    }),
    ...(areNamed ? [] : duplicates(names, textOf)),
  ];
}

function addressOf(address: Spot, kind: string | null, release: number): readonly Complaint[] {
  const text = textOf(address) ?? "";
  if (kind === "FQDN") return fullNameOf(address);
  if (kind !== "IPv4" && kind !== "IPv6") return [];
  const wrong = notAMachine(address, release);
  const isOther = text.includes(":") !== (kind === "IPv6");
  return wrong.length > 0 ? wrong : when(isOther, address, `\`${show(text)}\` is not of \`addressType: ${kind}\``);
}

function fullNameOf(address: Spot): readonly Complaint[] {
  const text = (textOf(address) ?? "").replace(/\.$/, "");
  return when(!(isSubdomain(text) && text.includes(".")), address, `\`${show(text)}\` is not a full domain name`);
}
