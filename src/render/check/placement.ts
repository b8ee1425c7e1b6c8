import type { Complaint } from "../yaml/readings.ts";
import { notAnAddress } from "./addresses.ts";
import { selectorOf } from "./labels.ts";
import { podOf } from "./pods.ts";
import {
  at,
  complain,
  duplicates,
  isPresent,
  items,
  numberOf,
  type Rule,
  type Spot,
  show,
  textOf,
  when,
} from "./spot.ts";
import { keyMustBe, mustBe } from "./words.ts";

/** Where a pod may run, and what it finds there: tolerations, affinity, names of hosts. */
export const placement: Rule = (manifest, release) => {
  const pod = podOf(manifest);
  if (pod === null) return [];
  const spec = at(pod, "spec");
  return [
    ...items(at(spec, "tolerations")).flatMap((one) => [
      ...tolerationOf(one),
      ...operatorOf(at(one, "operator"), release),
    ]),
    ...nodeAffinity(at(spec, "affinity", "nodeAffinity")),
    ...["podAffinity", "podAntiAffinity"].flatMap((kind) => podAffinity(at(spec, "affinity", kind))),
    ...spread(items(at(spec, "topologySpreadConstraints"))),
    ...["runtimeClassName", "priorityClassName"].flatMap((field) => mustBe("subdomain", at(spec, field))),
    ...hostNames(spec, release),
    ...systemOf(at(spec, "os", "name")),
  ];
};

function systemOf(name: Spot): readonly Complaint[] {
  const text = textOf(name);
  return when(text !== null && !/^(linux|windows)$/.test(text), name, `\`${show(text)}\` is not one of linux, windows`);
}

function spread(constraints: readonly Spot[]): readonly Complaint[] {
  const wordsOf = (one: Spot) => [textOf(at(one, "topologyKey")), textOf(at(one, "whenUnsatisfiable"))].join(", ");
  return [...constraints.flatMap((one) => topologyKey(one)), ...duplicates(constraints, wordsOf)];
}

/** Since 1.35 amounts may be compared. Source: TaintTolerationComparisonOperators in pkg/features/kube_features.go. */
function operatorOf(operator: Spot, release: number): readonly Complaint[] {
  const text = textOf(operator) ?? "";
  const known = ["Equal", "Exists", ...(release < 35 ? [] : ["Gt", "Lt"])];
  const isKnown = text === "" || known.includes(text);
  return when(!isKnown, operator, `\`${show(text)}\` is not one of ${known.join(", ")}`);
}

function tolerationOf(toleration: Spot): readonly Complaint[] {
  const operator = textOf(at(toleration, "operator")) ?? "Equal";
  const key = at(toleration, "key");
  const value = at(toleration, "value");
  const effect = textOf(at(toleration, "effect"));
  const seconds = at(toleration, "tolerationSeconds");
  const keyless = (textOf(key) ?? "") === "";
  return [
    ...(keyless ? [] : keyMustBe("labelKey", textOf(key) ?? "", key)),
    ...when(keyless && operator !== "Exists", toleration, "without a `key` the `operator` is Exists"),
    ...when(operator === "Exists" && (textOf(value) ?? "") !== "", value, "has no meaning with `operator: Exists`"),
    ...when(isPresent(seconds) && effect !== "NoExecute", seconds, "has a meaning only with `effect: NoExecute`"),
  ];
}

function nodeAffinity(affinity: Spot): readonly Complaint[] {
  const required = at(affinity, "requiredDuringSchedulingIgnoredDuringExecution");
  const terms = at(required, "nodeSelectorTerms");
  const preferred = items(at(affinity, "preferredDuringSchedulingIgnoredDuringExecution"));
  const isEmpty = isPresent(required) && items(terms).length === 0;
  return [
    ...when(isEmpty, required, "`nodeSelectorTerms` needs at least one term"),
    ...[...items(terms), ...preferred.map((one) => at(one, "preference"))].flatMap((term) =>
      items(at(term, "matchExpressions")).flatMap(nodeExpression),
    ),
    ...preferred.flatMap(weightOf),
  ];
}

const ONE_NUMBER = new Set(["Gt", "Lt"]);

function nodeExpression(expression: Spot): readonly Complaint[] {
  const operator = textOf(at(expression, "operator")) ?? "";
  const values = at(expression, "values");
  const texts = items(values).map(textOf);
  const isNumber = texts.length === 1 && /^[-+]?\d+$/.test(texts[0] ?? "");
  return [
    ...keyMustBe("labelKey", textOf(at(expression, "key")) ?? "", at(expression, "key")),
    ...when(ONE_NUMBER.has(operator) && !isNumber, values, `\`${operator}\` needs one whole number`),
    ...when(/In$/.test(operator) && texts.length === 0, expression, `\`${operator}\` needs \`values\``),
    ...when(/Exist$|Exists$/.test(operator) && texts.length > 0, values, `\`${operator}\` takes no values`),
  ];
}

function podAffinity(affinity: Spot): readonly Complaint[] {
  const preferred = items(at(affinity, "preferredDuringSchedulingIgnoredDuringExecution"));
  const terms = [
    ...items(at(affinity, "requiredDuringSchedulingIgnoredDuringExecution")),
    ...preferred.map((one) => at(one, "podAffinityTerm")),
  ];
  return [
    ...preferred.flatMap(weightOf),
    ...terms.flatMap((term) => [
      ...topologyKey(term),
      ...["labelSelector", "namespaceSelector"].flatMap((field) => selectorOf(at(term, field))),
    ]),
  ];
}

function weightOf(preferred: Spot): readonly Complaint[] {
  const weight = at(preferred, "weight");
  const value = numberOf(weight);
  return when(value !== null && (value < 1 || value > 100), weight, `${value} is outside 1 to 100`);
}

function topologyKey(term: Spot): readonly Complaint[] {
  const key = at(term, "topologyKey");
  const text = textOf(key);
  if (text === null) return [];
  return text === "" ? [complain(key, "is empty")] : keyMustBe("labelKey", text, key);
}

function hostNames(spec: Spot, release: number): readonly Complaint[] {
  const servers = at(spec, "dnsConfig", "nameservers");
  const addresses = [...items(servers), ...items(at(spec, "hostAliases")).map((alias) => at(alias, "ip"))];
  const isNone = textOf(at(spec, "dnsPolicy")) === "None";
  return [
    ...when(isNone && items(servers).length === 0, spec, "`dnsPolicy: None` needs `dnsConfig.nameservers`"),
    ...when(items(servers).length > 3, servers, `${items(servers).length} name servers; at most 3`),
    ...items(at(spec, "hostAliases")).flatMap((alias) =>
      items(at(alias, "hostnames")).flatMap((name) => mustBe("subdomain", name)),
    ),
    ...addresses.flatMap((spot) => notAnAddress(spot, release)),
  ];
}
