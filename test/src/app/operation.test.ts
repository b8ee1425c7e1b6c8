import { readdirSync, readFileSync } from "node:fs";
import { BlockList } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { load, loadAll } from "js-yaml";
import { describe, expect, it } from "vitest";
import { EVENTS } from "../../../src/app/index.ts";
import { loadline } from "../../support/command.ts";
import { PERMISSIONS } from "../../support/github/double.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");

/** GitHub sends these to every App, asked for or not. */
const UNASKED = ["installation", "installation_repositories"];

describe("what operators are told", () => {
  it("names every variable that is read", () => {
    const sources = ["src/app/environment.ts", "src/adapters/github/credentials.ts"].map(read).join("\n");
    const names = new Set(
      sources.match(/\b(LOADLINE_[A-Z_]+|DATABASE_URL|GHE_[A-Z]+|APP_ID|PRIVATE_KEY(_PATH)?|WEBHOOK_SECRET)\b/g),
    );
    expect(names.size).toBeGreaterThan(10);
    const guide = read(".github/guides/operate.md");
    expect([...names].filter((name) => !guide.includes(`\`${name}\``))).toEqual([]);
  });

  it("has manifests that are valid", async () => {
    const { code, stdout } = await loadline(ROOT, "validate", ".github/deploy/kubernetes", "--json");
    expect(code).toBe(0);
    const { invalid, documents } = JSON.parse(stdout) as { invalid: unknown[]; documents: number };
    expect(invalid).toEqual([]);
    expect(documents).toBeGreaterThan(6);
  });
});

interface Manifest {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
  // biome-ignore lint/suspicious/noExplicitAny: as many shapes as kinds
  readonly spec: any;
}

const FOLDER = ".github/deploy/kubernetes";
const files = readdirSync(join(ROOT, FOLDER)).filter((name) => name !== "kustomization.yaml");
const manifests = files.flatMap((name) => loadAll(read(`${FOLDER}/${name}`)) as Manifest[]);
const ofKind = (kind: string): readonly Manifest[] => manifests.filter((one) => one.kind === kind);

describe("the manifests", () => {
  it("are all in the kustomization, and in one namespace", () => {
    const { resources, namespace } = load(read(`${FOLDER}/kustomization.yaml`)) as {
      resources: string[];
      namespace: string;
    };
    expect([...resources].sort()).toEqual([...files].sort());
    const others = manifests.filter(({ kind }) => kind !== "Namespace");
    expect(new Set(others.map(({ metadata }) => metadata.namespace))).toEqual(new Set([namespace]));
    expect(ofKind("Namespace").map(({ metadata }) => metadata.name)).toEqual([namespace]);
  });

  it("run a server and a worker that may do nothing but that", () => {
    const pods = ofKind("Deployment").map(({ spec }) => spec.template.spec);
    expect(pods.map(({ containers }) => containers[0].args)).toEqual([["serve"], ["worker"]]);
    for (const pod of pods) {
      expect(pod).toMatchObject({ automountServiceAccountToken: false, securityContext: { runAsNonRoot: true } });
      expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(20);
      for (const { securityContext, resources, envFrom } of pod.containers) {
        expect(securityContext).toMatchObject({
          ...{ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ["ALL"] } },
        });
        expect(resources.limits.memory).toBeDefined();
        expect(envFrom).toEqual([{ secretRef: { name: "loadline" } }]);
      }
    }
  });

  it("are joined by names that are there", () => {
    const labels = ofKind("Deployment").map(({ spec }) => spec.template.metadata.labels);
    const [service] = ofKind("Service");
    expect(labels.filter((pod) => isWithin(service?.spec.selector, pod))).toHaveLength(1);
    const ports = ofKind("Deployment")[0]?.spec.template.spec.containers[0].ports;
    expect(service?.spec.ports.map(({ targetPort }: { targetPort: unknown }) => targetPort)).toEqual([ports[0].name]);
    const scaled = ofKind("ScaledObject").map(({ spec }) => spec.scaleTargetRef.name);
    expect(ofKind("Deployment").map(({ metadata }) => metadata.name)).toEqual(expect.arrayContaining(scaled));
    const [authentication] = ofKind("TriggerAuthentication");
    const [{ spec: scaling } = { spec: { triggers: [] } }] = ofKind("ScaledObject");
    expect(scaling.triggers[0].authenticationRef.name).toBe(authentication?.metadata.name);
    const budgets = ofKind("PodDisruptionBudget").map(({ spec }) => spec.selector.matchLabels);
    for (const selector of budgets) expect(labels.some((pod) => isWithin(selector, pod))).toBe(true);
  });

  it("let every pod reach what it asks, and nothing else of private networks", () => {
    const [policy] = ofKind("NetworkPolicy");
    expect(policy?.spec.policyTypes).toEqual(["Ingress", "Egress"]);
    for (const { spec } of ofKind("Deployment")) {
      expect(isWithin(policy?.spec.podSelector.matchLabels, spec.template.metadata.labels)).toBe(true);
    }
    const egress = (policy?.spec.egress ?? []) as readonly Egress[];
    expect(egress.map(({ ports }) => ports.map(({ protocol, port }) => `${protocol} ${port}`))).toEqual([
      ...[["UDP 53", "TCP 53"], ["TCP 443"], ["TCP 5432"], ["TCP 9090"], ["TCP 8080"]],
    ]);
    expect(egress.every(({ to }) => to.length > 0)).toBe(true);
    const open = egress.flatMap(({ to }) => to.flatMap(({ ipBlock }) => ipBlock ?? []));
    const closed = new BlockList();
    for (const { except } of open) {
      for (const range of except) {
        const [address = "", bits] = range.split("/");
        closed.addSubnet(address, Number(bits), address.includes(":") ? "ipv6" : "ipv4");
      }
    }
    expect(open.map(({ cidr }) => cidr)).toEqual(["0.0.0.0/0", "::/0"]);
    for (const inside of ["10.0.0.1", "172.20.0.1", "192.168.1.1", "169.254.169.254", "127.0.0.1", "100.64.0.1"]) {
      expect(closed.check(inside)).toBe(true);
    }
    expect(closed.check("fd00:ec2::254", "ipv6")).toBe(true);
    expect(closed.check("140.82.121.6")).toBe(false);
  });
});

interface Egress {
  readonly to: readonly { readonly ipBlock?: { readonly cidr: string; readonly except: readonly string[] } }[];
  readonly ports: readonly { readonly protocol: string; readonly port: number }[];
}

const isWithin = (selector: Readonly<Record<string, string>>, labels: Readonly<Record<string, string>>): boolean =>
  Object.entries(selector).every(([name, value]) => labels[name] === value);

describe("app.yml", () => {
  const app = load(read("app.yml")) as { default_events: string[]; default_permissions: Record<string, string> };

  it("asks for the events that are listened to, and no other", () => {
    expect([...EVENTS].filter((event) => !UNASKED.includes(event)).sort()).toEqual([...app.default_events].sort());
  });

  it("asks for no more than what the tests hold the App to", () => {
    const allowed: Readonly<Record<string, string>> = PERMISSIONS;
    const rank = (level: string | undefined): number => ["read", "write"].indexOf(level ?? "") + 1;
    const more = Object.entries(app.default_permissions).filter(([name, level]) => rank(level) > rank(allowed[name]));
    expect(more).toEqual([]);
  });
});
