import type { Complaint } from "../yaml/readings.ts";
import { GO_DURATION } from "./duration.ts";
import { kindOf } from "./pods.ts";
import {
  at,
  complain,
  duplicates,
  entries,
  isPresent,
  items,
  type Rule,
  type Spot,
  show,
  textOf,
  when,
} from "./spot.ts";
import { mustBe } from "./words.ts";

const RBAC = "rbac.authorization.k8s.io";
const ROLES = new Set([`${RBAC}/v1 Role`, `${RBAC}/v1 ClusterRole`]);
const BINDINGS = new Set([`${RBAC}/v1 RoleBinding`, `${RBAC}/v1 ClusterRoleBinding`]);

/** A rule of a Role says what may be done, to what; paths are for ClusterRoles alone. */
export const roles: Rule = (manifest) => {
  const kind = kindOf(manifest);
  if (!ROLES.has(kind)) return [];
  return items(at(manifest, "rules")).flatMap((rule) => {
    const paths = items(at(rule, "nonResourceURLs"));
    const isOfPaths = paths.length > 0 && kind.endsWith(" ClusterRole");
    return [
      ...needs(rule, "verbs"),
      ...(isOfPaths ? [] : [...needs(rule, "apiGroups"), ...needs(rule, "resources")]),
      ...when(paths.length > 0 && !isOfPaths, at(rule, "nonResourceURLs"), "has no meaning in a Role of one namespace"),
    ];
  });
};

function needs(rule: Spot, field: string): readonly Complaint[] {
  return when(items(at(rule, field)).length === 0, rule, `\`${field}\` names nothing`);
}

/** A binding names a role, and accounts with their namespace. */
export const bindings: Rule = (manifest) => {
  if (!BINDINGS.has(kindOf(manifest))) return [];
  const role = at(manifest, "roleRef");
  const kinds = textOf(at(manifest, "kind")) === "RoleBinding" ? ["Role", "ClusterRole"] : ["ClusterRole"];
  return [
    ...oneOf(at(role, "apiGroup"), [RBAC]),
    ...oneOf(at(role, "kind"), kinds),
    ...items(at(manifest, "subjects")).flatMap(subject),
  ];
};

function subject(spot: Spot): readonly Complaint[] {
  const isAccount = textOf(at(spot, "kind")) === "ServiceAccount";
  return [
    ...oneOf(at(spot, "kind"), ["ServiceAccount", "User", "Group"]),
    ...when(isAccount && !isPresent(at(spot, "namespace")), spot, "`namespace` is required for a ServiceAccount"),
    ...(isAccount ? mustBe("subdomain", at(spot, "name")) : []),
  ];
}

function oneOf(spot: Spot, words: readonly string[]): readonly Complaint[] {
  const text = textOf(spot);
  if (text === null || words.includes(text)) return [];
  return [complain(spot, `\`${show(text)}\` is not one of ${words.join(", ")}`)];
}

/** An ExternalSecret names a store for each of its keys, and each key once. */
export const externalSecrets: Rule = (manifest) => {
  if (kindOf(manifest) !== "external-secrets.io/v1 ExternalSecret") return [];
  const spec = at(manifest, "spec");
  const data = items(at(spec, "data"));
  const interval = at(spec, "refreshInterval");
  const text = textOf(interval);
  const hasStore = isPresent(at(spec, "secretStoreRef"));
  return [
    ...when(data.length === 0 && items(at(spec, "dataFrom")).length === 0, spec, "names no `data` and no `dataFrom`"),
    ...data.flatMap((one) =>
      when(!hasStore && entries(at(one, "sourceRef")).length === 0, one, "names no store, and the spec names none"),
    ),
    ...duplicates(
      data.map((one) => at(one, "secretKey")),
      textOf,
    ),
    ...when(text !== null && !GO_DURATION.test(text), interval, `\`${show(text)}\` is not a duration (1h, 30m)`),
  ];
};
