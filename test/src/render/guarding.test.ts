import { load } from "js-yaml";
import { describe, expect, it } from "vitest";
import { kubernetesModels } from "../../../src/adapters/kubernetes-models.ts";
import { holds, parseBlock } from "../../../src/render/check/address-block.ts";
import { validateTexts } from "../../../src/render/validate.ts";

const schemas = kubernetesModels();

async function complaints(text: string): Promise<readonly string[]> {
  const { invalid, skipped } = await validateTexts(new Map([["f.yaml", text]]), schemas, { kubernetes: "1.34" });
  expect(skipped).toEqual([]);
  return invalid.map(({ path, message }) => `${path}: ${message}`);
}

const NETWORK = `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: m }
spec:
  podSelector: { matchLabels: { app: m } }
  ingress: [{ from: [{ namespaceSelector: { matchLabels: { team: web } } }] }]
  egress: [{ to: [{ ipBlock: { cidr: 0.0.0.0/0, except: [10.0.0.0/8] } }, { ipBlock: { cidr: "::/0", except: ["fc00::/7"] } }] }]
`;
const CILIUM = `
apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: { name: m }
spec:
  endpointSelector: { matchLabels: { app: m } }
  egress:
    - toFQDNs: [{ matchPattern: "*.hf.co" }]
      toPorts: [{ ports: [{ port: "443", protocol: TCP }] }]
    - toCIDR: [10.0.0.0/8]
`;
const ROLE = `
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: m }
rules: [{ apiGroups: [apps], resources: [deployments], resourceNames: [m], verbs: [patch] }]
`;
const BINDING = `
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: m }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: m }
subjects: [{ kind: ServiceAccount, name: m, namespace: ns }]
`;
const SECRET = `
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: m }
spec:
  refreshInterval: 1h30m
  secretStoreRef: { name: vault, kind: SecretStore }
  data: [{ secretKey: token, remoteRef: { key: a } }]
`;

/** Manifest, what stands there, what stands there instead, what is said. */
const FAULTS: readonly (readonly [string, string, string, string])[] = [
  [NETWORK, "team: web", "team: -web", "from[0].namespaceSelector.matchLabels.team: `-web`"],
  [NETWORK, "[{ namespaceSelector: { matchLabels: { team: web } } }]", "[{}]", "ingress[0].from[0]: names no peer"],
  [NETWORK, "except: [10.0.0.0/8]", "except: [10.0.0.0]", "except[0]: `10.0.0.0` is not a CIDR"],
  [NETWORK, "cidr: 0.0.0.0/0", "cidr: 172.16.0.0/12", "except[0]: `10.0.0.0/8` is no smaller part"],
  [NETWORK, "10.0.0.0/8", "0.0.0.0/0", "except[0]: `0.0.0.0/0` is no smaller part"],
  [NETWORK, "cidr: 0.0.0.0/0", "cidr: 0.0.0.256/0", "cidr: `0.0.0.256/0` is not a CIDR"],
  [NETWORK, '"fc00::/7"', '"fc00:::/7"', "except[0]: `fc00:::/7` is not a CIDR"],
  [CILIUM, "toFQDNs:", "toEntities: [world]\n      toFQDNs:", "spec.egress[0]: has `toFQDNs` together with"],
  [CILIUM, 'matchPattern: "*.hf.co"', "matchName: a.b, matchPattern: a.*", "spec.egress[0].toFQDNs[0]: "],
  [CILIUM, '"443"', '"70000"', "port: 70000 is outside"],
  [CILIUM, "10.0.0.0/8", "10.0.0.0/33", "toCIDR[0]: `10.0.0.0/33`"],
  [
    CILIUM,
    "endpointSelector",
    "endpointSelectr",
    "spec.endpointSelectr: unknown field `endpointSelectr`; did you mean `endpointSelector`",
  ],
  [ROLE, "verbs: [patch]", "verbs: []", "rules[0]: `verbs` names nothing"],
  [ROLE, "resources: [deployments], ", "", "rules[0]: `resources` names nothing"],
  [ROLE, "resources: [deployments]", 'nonResourceURLs: ["/metrics"]', "nonResourceURLs: has no meaning"],
  [BINDING, "kind: Role,", "kind: Rolle,", "roleRef.kind: `Rolle` is not one of Role, ClusterRole"],
  [BINDING, ", namespace: ns", "", "subjects[0]: `namespace` is required"],
  [BINDING, "kind: ServiceAccount", "kind: Account", "subjects[0].kind: `Account` is not one of"],
  [SECRET, "secretKey: token", "secretKey: a/b", "data[0].secretKey: `a/b` is not of the form"],
  [SECRET, "  secretStoreRef: { name: vault, kind: SecretStore }\n", "", "data[0]: names no store"],
  [SECRET, "1h30m", "hourly", "refreshInterval: `hourly` is not a duration"],
  [SECRET, "data: [{ secretKey: token, remoteRef: { key: a } }]", "data: []", "spec: names no `data`"],
  [
    SECRET,
    "remoteRef: { key: a }",
    "remoteRef: { keyy: a }",
    "remoteRef.keyy: unknown field `keyy`; did you mean `key`",
  ],
];

describe("what guards a server", () => {
  it.each(
    [NETWORK, CILIUM, ROLE, BINDING, SECRET].map((text) => [String((load(text) as { kind: string }).kind), text]),
  )("passes without a fault: %s", async (_kind, text) => expect(await complaints(text)).toEqual([]));

  it.each(FAULTS.map(([text, from, to, said]) => ({ said, text, from, to })))(
    "is refused with one: $said",
    async ({ said, text, from, to }) => {
      expect(text).toContain(from);
      expect((await complaints(text.replace(from, to))).join("\n")).toContain(said);
    },
  );
});

describe("a block of addresses", () => {
  it.each([
    "10.0.0.0/8",
    "0.0.0.0/0",
    "255.255.255.255/32",
    "::/0",
    "fd00::1/128",
    "1:2:3:4:5:6:7:8/64",
    "::ffff:10.0.0.1/96",
  ])("%s is one", (text) => expect(parseBlock(text)).not.toBeNull());

  it.each([
    "10.0.0.0",
    "10.0.0/8",
    "10.0.0.0/33",
    "010.0.0.0/8",
    "1:2:3/64",
    "::1::/64",
    "::/129",
    "g::/8",
    "1:2:3:4:5:6:7:8:9/64",
    "/8",
    "",
  ])("%j is none", (text) => expect(parseBlock(text)).toBeNull());

  it("holds the smaller blocks of its own kind that begin as it does", () => {
    const isHeld = (outer: string, inner: string) => {
      const [a, b] = [parseBlock(outer), parseBlock(inner)];
      return a !== null && b !== null && holds(a, b);
    };
    expect(isHeld("10.0.0.0/8", "10.255.0.0/16")).toBe(true);
    expect(isHeld("10.0.0.0/8", "11.0.0.0/16")).toBe(false);
    expect(isHeld("10.0.0.0/8", "10.0.0.0/8")).toBe(false);
    expect(isHeld("::/0", "fe80::/10")).toBe(true);
    expect(isHeld("0.0.0.0/0", "fe80::/10")).toBe(false);
  });
});
