import { describe, expect, it } from "vitest";
import { kubernetesModels } from "../../../src/adapters/kubernetes-models.ts";
import { validateTexts } from "../../../src/render/validate.ts";

const schemas = kubernetesModels();

const service = (name: string, spec: object = {}) => ({
  ...{ apiVersion: "v1", kind: "Service", metadata: { name } },
  spec: { ports: [{ port: 80 }], ...spec },
});
const from = (cidr: string, except: readonly string[] = []) => ({
  ...{ apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy", metadata: { name: "p" } },
  spec: { podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr, except } }] }] },
});
const variable = (name: string) => ({
  ...{ apiVersion: "v1", kind: "Pod", metadata: { name: "p" } },
  spec: { containers: [{ name: "c", image: "i", env: [{ name, value: "x" }] }] },
});
const backend = (name: string) => ({
  ...{ apiVersion: "networking.k8s.io/v1", kind: "Ingress", metadata: { name: "i" } },
  spec: { defaultBackend: { service: { name, port: { number: 80 } } } },
});
const resolving = (address: string) => ({
  ...{ apiVersion: "v1", kind: "Pod", metadata: { name: "p" } },
  spec: { dnsConfig: { nameservers: [address] }, containers: [{ name: "c", image: "i" }] },
});
const cilium = (cidr: string) => ({
  ...{ apiVersion: "cilium.io/v2", kind: "CiliumNetworkPolicy", metadata: { name: "p" } },
  spec: { endpointSelector: {}, egress: [{ toCIDR: [cidr] }] },
});

const prefix = (text: string) => ({
  ...{ apiVersion: "v1", kind: "Pod", metadata: { name: "p" } },
  spec: { containers: [{ name: "c", image: "i", envFrom: [{ prefix: text, configMapRef: { name: "m" } }] }] },
});

const pod = (spec: object) => ({
  ...{ apiVersion: "v1", kind: "Pod", metadata: { name: "p" } },
  spec: { containers: [{ name: "c", image: "i" }], ...spec },
});
const container = (fields: object) => pod({ containers: [{ name: "c", image: "i", ...fields }] });
const RULES = [{ action: "Restart", exitCodes: { operator: "In", values: [42] } }];
const FROM_FILE = { name: "A", valueFrom: { fileKeyRef: { volumeName: "v", path: "a.env", key: "A" } } };
const autoscaler = (behavior: object) => ({
  ...{ apiVersion: "autoscaling/v2", kind: "HorizontalPodAutoscaler", metadata: { name: "h" } },
  spec: { scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "d" }, maxReplicas: 2, behavior },
});

/** What each of two neighbouring releases takes. */
const CHANGED: readonly (readonly [string, object, refusing: string, taking: string])[] = [
  ["a Service whose name begins with a digit", service("1a"), "1.35", "1.36"],
  ["a backend whose name begins with a digit", backend("1a"), "1.35", "1.36"],
  ["a variable that is no name in a shell", variable("a:b"), "1.31", "1.32"],
  ["a prefix of variables that is no name in a shell", prefix("a:b"), "1.31", "1.32"],
  ["a block of IPv4 written as IPv6 at length", from("::0:0:0:0:ffff:1.2.3.4/128"), "1.36", "1.35"],
  ["a name server written as IPv6", resolving("::ffff:1.2.3.4"), "1.36", "1.35"],
  ["a block with more bits than its length", from("10.0.0.1/8"), "1.36", "1.35"],
  ["an exception with more bits than its length", from("10.0.0.0/8", ["10.1.0.1/16"]), "1.36", "1.35"],
  ["a block of IPv4 written as IPv6", from("::ffff:1.2.3.4/128"), "1.36", "1.35"],
  [
    "a source range with more bits",
    service("a", { type: "LoadBalancer", loadBalancerSourceRanges: ["10.0.0.1/8"] }),
    "1.36",
    "1.35",
  ],
  ["a block with zeros in front", from("010.0.0.0/8", ["010.001.0.0/16"]), "1.36", "1.35"],
  ["a name server with zeros in front", resolving("010.001.002.003"), "1.36", "1.35"],
  ["a toleration that compares", pod({ tolerations: [{ key: "a", operator: "Gt", value: "5" }] }), "1.34", "1.35"],
  ["a pod's own host name", pod({ hostnameOverride: "a.b" }), "1.33", "1.34"],
  ["resources of a whole pod", pod({ resources: { limits: { cpu: "1" } } }), "1.31", "1.32"],
  ["rules for restarts", container({ restartPolicy: "Never", restartPolicyRules: RULES }), "1.33", "1.34"],
  ["a variable from a file", container({ env: [FROM_FILE] }), "1.33", "1.34"],
  ["an image as a volume", pod({ volumes: [{ name: "v", image: { reference: "a" } }] }), "1.30", "1.31"],
  ["how traffic is spread", service("a", { trafficDistribution: "PreferClose" }), "1.29", "1.30"],
  ["how much an autoscaler tolerates", autoscaler({ scaleUp: { tolerance: "0.05" } }), "1.32", "1.33"],
  ["an address of IPv4 written as IPv6", service("a", { externalIPs: ["::ffff:1.2.3.4"] }), "1.36", "1.35"],
];

const ALWAYS: readonly (readonly [string, object])[] = [
  ["a block of its own length", from("10.0.0.0/8", ["10.1.0.0/16", "10.2.3.4/32"])],
  ["every address", from("0.0.0.0/0")],
  ["a block of IPv6", from("2001:db8::/32", ["2001:db8:1::/48"])],
  ["a block of IPv6 with ffff elsewhere", from("::ffff:0:0:0/96", ["::ffff:0:1:0/112"])],
  ["an address of IPv6 with ffff elsewhere", resolving("0:0:ffff:1:2:3:4:5")],
  ["no prefix", prefix("")],
  ["an address of IPv6", service("a", { externalIPs: ["2001:db8::1"] })],
  ["a block of Cilium with more bits, which Cilium reads itself", cilium("10.0.0.1/8")],
];

async function isTaken(manifest: object, kubernetes: string): Promise<boolean> {
  const files = new Map([["f.json", JSON.stringify(manifest)]]);
  return (await validateTexts(files, schemas, { kubernetes })).invalid.length === 0;
}

describe("what a release takes", () => {
  it.each(CHANGED)("%s", async (...[, manifest, refusing, taking]) => {
    expect(await isTaken(manifest, refusing)).toBe(false);
    expect(await isTaken(manifest, taking)).toBe(true);
  });

  it.each(ALWAYS)("every one: %s", async (_what, manifest) => {
    for (const release of ["1.30", "1.34", "1.36"]) expect(await isTaken(manifest, release)).toBe(true);
  });
});
