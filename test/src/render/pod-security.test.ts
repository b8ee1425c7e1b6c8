import { load } from "js-yaml";
import { beforeAll, describe, expect, it } from "vitest";
import { isDockerfile } from "../../../src/render/dockerfile.ts";
import { renderManifests } from "../../../src/render/manifests.ts";
import { pick } from "./pick.ts";
import { shippedTemplates } from "./sample.ts";
import { deploymentCalled, everyDeployment } from "./serving-variety.ts";

let templates: ReadonlyMap<string, string>;
beforeAll(async () => {
  templates = await shippedTemplates();
});

/** Volume kinds that the restricted profile allows (kubernetes.io, Pod Security Standards). */
const VOLUMES = [
  ...["configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret"],
];

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** What the restricted profile says against a pod; written from the standard, not from the templates. */
function againstRestricted(spec: unknown): readonly string[] {
  const own = (field: string) => pick(spec, "securityContext", field);
  const containers = ["initContainers", "containers", "ephemeralContainers"].flatMap((field) =>
    list(pick(spec, field)),
  );
  const volumes = list(pick(spec, "volumes")).flatMap((volume) =>
    Object.keys(volume ?? {}).filter((key) => key !== "name" && !VOLUMES.includes(key)),
  );
  const host = ["hostNetwork", "hostPID", "hostIPC"].filter((field) => pick(spec, field) === true);
  const pods = own("runAsUser") === 0 ? ["runAsUser 0"] : [];
  return [...volumes, ...host, ...pods, ...containers.flatMap((container) => ofContainer(container, own))];
}

function ofContainer(container: unknown, ofPod: (field: string) => unknown): readonly string[] {
  const own = (field: string) => pick(container, "securityContext", field);
  const profile = pick(own("seccompProfile") ?? ofPod("seccompProfile"), "type");
  const added = list(pick(own("capabilities"), "add")).filter((name) => name !== "NET_BIND_SERVICE");
  const isPrivilegedPort = list(pick(container, "ports")).some((port) => Number(pick(port, "containerPort")) < 1024);
  const rules: readonly (readonly [boolean, string])[] = [
    [own("privileged") === true, "privileged"],
    [own("allowPrivilegeEscalation") !== false, "allowPrivilegeEscalation"],
    [(own("runAsNonRoot") ?? ofPod("runAsNonRoot")) !== true, "runAsNonRoot"],
    [own("runAsUser") === 0, "runAsUser 0"],
    [profile !== "RuntimeDefault" && profile !== "Localhost", "seccompProfile"],
    [!list(pick(own("capabilities"), "drop")).includes("ALL"), "capabilities.drop"],
    [added.length > 0, "capabilities.add"],
    [list(pick(container, "ports")).some((port) => pick(port, "hostPort") !== undefined), "hostPort"],
    // Not of the profile, but without the capability nobody but root may listen there.
    [isPrivilegedPort, "port below 1024"],
  ];
  return rules.flatMap(([is, text]) => (is ? [text] : []));
}

const PODS: Readonly<Record<string, readonly string[]>> = {
  Deployment: ["spec", "template", "spec"],
  CronJob: ["spec", "jobTemplate", "spec", "template", "spec"],
};

const podsOf = (files: ReadonlyMap<string, string>) =>
  [...files].flatMap(([path, text]) => {
    if (isDockerfile(path)) return [];
    const manifest = load(text);
    const spec = PODS[String(pick(manifest, "kind"))];
    return spec === undefined ? [] : [pick(manifest, ...spec)];
  });

describe("the restricted profile", () => {
  it.each(Object.entries(everyDeployment))("is met by every pod of: %s", (_name, input) => {
    const pods = podsOf(renderManifests(input, templates));
    expect(pods.length).toBeGreaterThan(0);
    for (const pod of pods) expect(againstRestricted(pod)).toEqual([]);
  });

  it("is not met by a pod that says nothing", () => {
    expect(againstRestricted({ containers: [{ name: "a" }], volumes: [{ name: "a", hostPath: {} }] })).toEqual([
      ...["hostPath", "allowPrivilegeEscalation", "runAsNonRoot", "seccompProfile", "capabilities.drop"],
    ]);
  });
});

describe("a read-only root", () => {
  const serverOf = (name: string) => {
    const input = everyDeployment[name];
    if (input === undefined) throw new Error(`no ${name}`);
    const pod = podsOf(renderManifests(input, templates)).find((one) => pick(one, "restartPolicy") !== "Never");
    return { pod, server: pick(pod, "containers", 0) };
  };

  it("has a volume below every folder that the environment names", () => {
    for (const name of Object.keys(everyDeployment)) {
      const { server } = serverOf(name);
      const mounts = list(pick(server, "volumeMounts")).map((mount) => String(pick(mount, "mountPath")));
      const writable = list(pick(server, "volumeMounts")).filter((mount) => pick(mount, "readOnly") !== true);
      expect(writable.map((mount) => pick(mount, "mountPath"))).toContain("/tmp");
      const folders = list(pick(server, "env")).flatMap((variable) => {
        const value = pick(variable, "value");
        return typeof value === "string" && value.startsWith("/") ? [value] : [];
      });
      expect(folders.length).toBeGreaterThan(4);
      for (const folder of folders)
        expect(
          mounts.some((mount) => folder.startsWith(mount)),
          folder,
        ).toBe(true);
    }
  });

  it("is the default, and a choice", () => {
    const read = (name: string) => pick(serverOf(name).server, "securityContext", "readOnlyRootFilesystem");
    expect(read("fixed")).toBe(true);
    expect(read("tgi")).toBe(true);
    expect(read("int4 on a shared disk, another user, with priority")).toBe(false);
  });

  it("leaves the token of the service account out, but for what restarts", () => {
    const [job, server] = podsOf(renderManifests(deploymentCalled("restarts every six hours"), templates)).sort((a) =>
      pick(a, "restartPolicy") === "Never" ? -1 : 1,
    );
    expect(pick(job, "automountServiceAccountToken")).toBe(true);
    expect(pick(server, "automountServiceAccountToken")).toBe(false);
  });
});
