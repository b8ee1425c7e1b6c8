import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { argoCd } from "../../../src/adapters/argocd.ts";
import { argoCdEvent } from "../../../src/app/argocd-events.ts";
import { applicationState } from "../../../src/ports/argocd.ts";
import type { RenderInput } from "../../../src/render/input.ts";
import { noApiServer } from "../../support/api-server.ts";
import { type Application, noArgoCd } from "../../support/argo-cd.ts";
import type { Call } from "../../support/argo-cd-calls.ts";
import { loadline } from "../../support/command.ts";
import { configRepository, SETTINGS } from "../../support/config-repository.ts";
import {
  isHealthy,
  LOADLINE_TOKEN,
  managedKindsIn,
  type SyncedCluster,
  startSyncedCluster,
  told,
} from "../../support/synced-cluster.ts";
import { pause, until } from "../../support/until.ts";
import { managed } from "./managed-variety.ts";
import { manifestFiles } from "./rendered.ts";
import { shippedTemplates } from "./sample.ts";
import { everyDeployment } from "./serving-variety.ts";

const missing =
  noApiServer ??
  noArgoCd ??
  (process.env["LOADLINE_LONG_TESTS"] ? null : "takes five minutes, with LOADLINE_LONG_TESTS=1");
const title = missing === null ? "a real Argo CD" : `SKIPPED, ${missing}: a real Argo CD`;
const SLOW = 600_000;
/** Within this, Argo CD would have set back what it sets back. */
const A_WHILE_MS = 8_000;

/** Each under a name, in a namespace and in a project of its own, so that one cluster takes all of them. */
const inputs: ReadonlyMap<string, RenderInput> = new Map(
  Object.entries({ ...everyDeployment, ...managed }).map(([what, input], index) => [
    what,
    {
      ...input,
      deployment: { ...input.deployment, name: `model-${index}`, namespace: `team-${index}` },
      settings: { ...input.settings, argocd: { namespace: "argocd", project: `models-${index}` } },
    },
  ]),
);

describe.skipIf(missing !== null)(title, () => {
  let synced: SyncedCluster;
  let files: ReadonlyMap<string, string>;
  let first: string;

  beforeAll(async () => {
    const templates = await shippedTemplates();
    const rendered = [...inputs.values()].flatMap((input) => manifestFiles(input, templates));
    files = new Map(rendered);
    synced = await startSyncedCluster(managedKindsIn(files.values()));
    first = synced.gitops.commit(files);
    const installed = rendered.filter(([path]) => path.includes("/_install/") || path.endsWith("/root.yaml"));
    await synced.install(new Set(installed.map(([, text]) => text)));
  }, SLOW);

  afterAll(() => synced?.stop());

  /** Paths below a deployment's own folder, its Application, and the workload in the API. */
  function placesOf(what: string) {
    const { name = "", namespace = "" } = inputs.get(what)?.deployment ?? {};
    return {
      application: `${namespace}.${name}`,
      folder: `clusters/prod/${namespace}/${name}`,
      file: `clusters/prod/_argocd/applications/${namespace}/${name}.yaml`,
      workload: `/apis/apps/v1/namespaces/${namespace}/deployments/${name}`,
    };
  }

  const api = () =>
    argoCd({ LOADLINE_ARGOCD_URL: synced.argo.api.url, LOADLINE_ARGOCD_API_TOKEN: synced.argo.api.token });

  const replicasOf = async (path: string) =>
    (await synced.cluster.client.read<{ spec: { replicas: number } }>(path))?.spec.replicas;

  it(
    "brings everything that is rendered into the cluster, in sync and healthy",
    async () => {
      const wanted = [...files.keys()].filter((path) => path.includes("/_argocd/")).length;
      const waiting = async () => (await synced.argo.applications()).filter((one) => !isHealthy(one)).map(told);
      const isDone = async () => (await synced.argo.applications()).length === wanted && (await waiting()).length === 0;
      await until(isDone, 500).catch(() => undefined);
      expect(await waiting()).toEqual([]);
      expect(await synced.argo.applications()).toHaveLength(wanted);
    },
    SLOW,
  );

  it(
    "tells loadline of each what its API tells of it, too",
    async () => {
      const lastOf = (name: string) =>
        synced.calls.map(({ body }) => argoCdEvent.safeParse(body).data).findLast((event) => event?.app === name);
      for (const what of inputs.keys()) {
        const { application } = placesOf(what);
        await until(() => lastOf(application)?.sync?.["status"] === "Synced", 60);
        const { app = "", sync, health, operation, annotations = null } = lastOf(application) ?? {};
        const heard = applicationState({ name: app, sync, health, operation, annotations });
        expect(heard).toMatchObject({ sync: "Synced", health: "Healthy", phase: "Succeeded", revision: first });
        expect(await api()?.application(application, "argocd")).toMatchObject({ ...heard, annotations: {} });
      }
      expect(new Set(synced.calls.map(({ authorization }) => authorization))).toEqual(
        new Set([`Bearer ${LOADLINE_TOKEN}`]),
      );
      expect(new Set(synced.calls.map(({ path }) => path))).toEqual(new Set(["/api/argocd/events"]));
      expect(await api()?.application("team-0.nobody", "argocd")).toBeNull();
    },
    SLOW,
  );

  it(
    "leaves replicas to who scales, and sets back what a hand changed",
    async () => {
      const scaled = placesOf("keda with a calendar and an event");
      const fixed = placesOf("fixed");
      for (const { workload } of [scaled, fixed])
        await synced.cluster.client.merge(workload, { spec: { replicas: 7 } });
      await until(async () => (await replicasOf(fixed.workload)) === 3, 60);
      await pause(A_WHILE_MS);
      expect(await replicasOf(scaled.workload)).toBe(7);
      await synced.until(scaled.application, isHealthy);
    },
    SLOW,
  );

  it(
    "brings a change, and says of one that no server takes why it does not come",
    async () => {
      const { application, folder, workload } = placesOf("hpa");
      const path = `${folder}/deployment.yaml`;
      const before = files.get(path) ?? "";
      const commit = (text: string) => synced.gitops.commit(new Map([[path, text]]));
      const patient = before.replace(/terminationGracePeriodSeconds: \d+/, "terminationGracePeriodSeconds: 1234");
      const changed = commit(patient);
      await synced.until(application, isAt(changed));
      const untouched = placesOf("fixed at zero").application;
      await until(() => synced.calls.some(isAbout(untouched, { status: "Synced", revision: changed })), 60);
      expect(await api()?.application(untouched, "argocd")).toMatchObject({ revision: changed, phase: null });
      expect(JSON.stringify(await synced.cluster.client.read(workload))).toContain(
        '"terminationGracePeriodSeconds":1234',
      );
      const bad = commit(before.replace("imagePullPolicy", "imagePullPolicee"));
      await synced.until(application, ({ status }) => status?.sync?.status === "Unknown");
      await until(() => synced.calls.some(isAbout(application, { status: "Unknown" })), 60);
      const state = await api()?.application(application, "argocd");
      expect(state?.problem).toContain("imagePullPolicee");
      expect(state?.revision).not.toBe(bad);
      await synced.until(application, isAt(commit(before)));
    },
    SLOW,
  );

  it(
    "takes away what is no longer rendered",
    async () => {
      const { application, folder, file, workload } = placesOf("fixed at zero");
      const own = [...files.keys()].filter((path) => path.startsWith(`${folder}/`) || path === file);
      synced.gitops.commit(new Map(own.map((path) => [path, null])));
      await until(async () => (await synced.cluster.client.read(workload)) === null, 180);
      const names = async () => (await synced.argo.applications()).map(({ metadata }) => metadata.name);
      await until(async () => !(await names()).includes(application), 60);
    },
    SLOW,
  );

  it(
    "brings nothing that the project does not allow",
    async () => {
      const { application, folder } = placesOf("cilium");
      const role = { apiVersion: "rbac.authorization.k8s.io/v1", kind: "ClusterRole", metadata: { name: "all" } };
      const rules = [{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }];
      synced.gitops.commit(new Map([[`${folder}/all.yaml`, JSON.stringify({ ...role, rules })]]));
      await synced.until(application, (one) => /tasks are not valid/.test(told(one)));
      expect(await synced.cluster.client.read("/apis/rbac.authorization.k8s.io/v1/clusterroles/all")).toBeNull();
    },
    SLOW,
  );

  it(
    "follows what loadline commits, and its way back",
    async () => {
      const settings = SETTINGS.replace("example/gitops", "acme/gitops")
        .replace("path: clusters", "path: fleet")
        .replace("name: prod", "name: canary")
        .concat("argocd: { namespace: argocd, project: fleet }\n");
      const config = configRepository({ settings });
      const { bare } = synced.gitops;
      const git = (...args: readonly string[]) => execFileSync("git", args, { cwd: bare, encoding: "utf8" }).trim();
      const commit = async (...more: readonly string[]) => {
        const said = await loadline(
          ...[config, "commit", "models/chat.yaml", "--repo", bare, "--branch", "main", "--now", "2026-11-25", ...more],
        );
        expect(said).toMatchObject({ code: 0 });
        return git("rev-parse", "main");
      };
      const served = async () => JSON.stringify(await synced.cluster.client.read(CHAT));
      const before = await commit();
      const installed = git(
        "ls-tree",
        "-r",
        "--name-only",
        "main",
        "fleet/canary/_install",
        "fleet/canary/_argocd/root.yaml",
      );
      const manifests = installed.split("\n").filter((path) => path.endsWith(".yaml"));
      await synced.install(manifests.map((path) => git("show", `main:${path}`)));
      await synced.until("ai-models.chat", isAt(before));
      expect(await served()).toContain('"--max-num-seqs","64"');
      const model = join(config, "models/chat.yaml");
      writeFileSync(model, readFileSync(model, "utf8").replace("maxSequences: 64", "maxSequences: 48"));
      await synced.until("ai-models.chat", isAt(await commit()));
      expect(await served()).toContain('"--max-num-seqs","48"');
      await synced.until("ai-models.chat", isAt(await commit("--rollback")));
      expect(await served()).toContain('"--max-num-seqs","64"');
    },
    SLOW,
  );
});

const isAt =
  (revision: string) =>
  (one: Application): boolean =>
    isHealthy(one) && one.status?.sync?.revision === revision;

/** A callback about an Application, with this in its sync status. */
const isAbout =
  (application: string, sync: Readonly<Record<string, string>>) =>
  ({ body }: Call): boolean => {
    const event = argoCdEvent.safeParse(body).data;
    return event?.app === application && Object.entries(sync).every(([key, value]) => event.sync?.[key] === value);
  };

const CHAT = "/apis/apps/v1/namespaces/ai-models/deployments/chat";
