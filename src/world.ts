import { join } from "node:path";
import type { Logger } from "pino";
import { configSources } from "./adapters/config-sources.ts";
import { disk } from "./adapters/disk.ts";
import type { GitSettings } from "./adapters/git/command.ts";
import { createRepository, provenanceOf } from "./adapters/git/folder.ts";
import { kubectl } from "./adapters/kubectl.ts";
import { packageRoot } from "./adapters/package-root.ts";
import { templateFiles } from "./adapters/template-files.ts";
import type { AppStore } from "./ports/app-store.ts";
import type { ArgoCd } from "./ports/argocd.ts";
import { type Environment, secretsOf } from "./ports/environment.ts";
import type { GitHubApp } from "./ports/github-app.ts";
import type { Listen } from "./ports/http.ts";
import type { ManifestSchemas } from "./ports/manifest-schemas.ts";
import type { Planner } from "./ports/planner.ts";
import type { ResultsFile, TrafficFiles } from "./ports/traffic-files.ts";
import { VERSION } from "./ports/version.ts";
import type { World } from "./ports/world.ts";

/** The real outside. Heavy parts (DuckDB, the Kubernetes schemas) are loaded when they are first used. */
export function realWorld(): World {
  const git: GitSettings = { environment: process.env };
  const schemas = lazySchemas();
  return {
    files: disk,
    sources: configSources(git),
    traffic: lazyTraffic(),
    results: lazyResults(),
    templates: templateFiles(join(packageRoot(), "templates")),
    schemas,
    schemasIn: async (folder) => (await import("./adapters/schema-folder.ts")).schemaFolder(folder, schemas),
    server: kubectl(process.env),
    openRepository: async (where) => {
      const { openGitOps } = await import("./adapters/gitops-repository.ts");
      return openGitOps(where, { ...git, now: Date.now, wait });
    },
    createRepository: (path, branch) => createRepository(path, branch, git),
    provenance: (folder) => provenanceOf(folder, git),
    inference: async (address, silence) =>
      (await import("./adapters/openai-endpoint.ts")).openAiEndpoint(address, silence),
    metrics: async (name) => (await import("./adapters/prometheus.ts")).prometheus(name, process.env, { wait }),
    clock: { now: () => new Date() },
    random: Math.random,
    wait,
  };
}

/** What the App stands on besides: GitHub, its database, its own door. */
export interface AppOutside {
  readonly github: GitHubApp;
  readonly store: AppStore;
  readonly listen: Listen;
  /** Null: nobody said where Argo CD is. */
  readonly argocd: ArgoCd | null;
  readonly planner: Planner;
  /** Ends what runs beside this thread. */
  readonly close: () => Promise<void>;
}

export interface AppPlace {
  readonly databaseUrl: string | null;
  readonly dataFolder: string;
  readonly version: string;
  /** Whose repositories are looked at; null: everybody's. */
  readonly accounts: ReadonlySet<string> | null;
}

/** Checks the credentials before it touches anything. */
export async function appOutside(
  environment: Environment,
  { databaseUrl: url, dataFolder: folder, version, accounts }: AppPlace,
  log: Logger,
): Promise<AppOutside> {
  const { readCredentials, SAFE_SECRET_BYTES } = await import("./adapters/github/credentials.ts");
  const credentials = readCredentials(environment);
  if (Buffer.byteLength(credentials.secret) < SAFE_SECRET_BYTES) {
    log.warn(`WEBHOOK_SECRET is shorter than ${SAFE_SECRET_BYTES} bytes and may be guessed; take a longer one`);
  }
  // While the database opens, the planner's thread loads: not beside the first webhooks.
  const { plannerThreads } = await import("./adapters/planner/threads.ts");
  const { planner, ready, close } = plannerThreads();
  try {
    const { gitHubApp } = await import("./adapters/github/app.ts");
    const { openStore } = await import("./adapters/store/open-store.ts");
    const { listen } = await import("./adapters/http/serve.ts");
    const { argoCd } = await import("./adapters/argocd.ts");
    const { redactedHosts } = await import("./adapters/redacted-hosts.ts");
    const store = await openStore({ url, folder, warn: (message) => log.warn({ message }, "database") });
    const github = gitHubApp({ credentials, log, version, accounts, now: Date.now, wait, turns: store.turns });
    const hosts = redactedHosts(github.hosts, secretsOf(environment, "comment"));
    await ready().catch(async (error: unknown) => {
      await store.close(1);
      throw error;
    });
    return { github: { ...github, hosts }, store, listen, argocd: argoCd(environment), planner, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** One repository with the token of a workflow, and a memory that ends with the run. What the token may not write is kept. */
export async function oneRepository(environment: Environment) {
  const { hostFromToken } = await import("./adapters/github/from-token.ts");
  const { keepingUnwritten } = await import("./adapters/github/unwritten.ts");
  const { tellJob } = await import("./adapters/job-log.ts");
  const { redactedHosts } = await import("./adapters/redacted-hosts.ts");
  const { ProcessQueue, processMemory, processReports, processTurns } = await import("./adapters/store/in-process.ts");
  const { plannerThreads } = await import("./adapters/planner/threads.ts");
  const pace = { now: Date.now, wait, turns: processTurns(Date.now) };
  const { host: kept, unwritten } = keepingUnwritten(await hostFromToken(environment, { ...pace, version: VERSION }));
  const found = { repository: async () => kept, repositories: async () => [kept.repository] };
  const hosts = redactedHosts(found, secretsOf(environment, "comment"));
  const host = (await hosts.repository(kept.repository)) ?? kept;
  const threads = plannerThreads();
  const app = {
    hosts,
    ...{ queue: new ProcessQueue(), memory: processMemory(), reports: processReports(), world: realWorld() },
    ...{ planner: threads.planner, argocd: null, publicUrl: null, accounts: null, gitops: async () => null },
  };
  const tell = (markdown: string): Promise<void> =>
    tellJob(environment, markdown, (text) => process.stderr.write(text));
  return { app, host, unwritten, tell, close: threads.close };
}

/** The same without a door and without work: for looking at an installation. */
export async function appPatient(
  environment: Environment,
  { databaseUrl: url, dataFolder: folder, version, accounts }: AppPlace,
  log: Logger,
) {
  const { readCredentials } = await import("./adapters/github/credentials.ts");
  const { gitHubApp } = await import("./adapters/github/app.ts");
  const { argoCd } = await import("./adapters/argocd.ts");
  const { prometheusIn } = await import("./adapters/prometheus.ts");
  const { processTurns } = await import("./adapters/store/in-process.ts");
  const pace = { now: Date.now, wait, turns: processTurns(Date.now) };
  const github = gitHubApp({ credentials: readCredentials(environment), log, version, accounts, ...pace });
  const database = async (): Promise<void> => {
    // The folder of an embedded database belongs to the process that holds it, and is not opened beside it.
    if (url === null) return;
    const { openStore } = await import("./adapters/store/open-store.ts");
    const store = await openStore({ url, folder, warn: () => undefined });
    await store.check().finally(() => store.close(1));
  };
  // Somebody waits for the answer.
  const metrics = prometheusIn(environment, { wait, patienceMs: 10_000 });
  return { github, argocd: argoCd(environment), database, metrics };
}

const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

function lazyTraffic(): TrafficFiles {
  const load = async () => (await import("./adapters/traffic/read-traffic.ts")).trafficFiles;
  return {
    readTraffic: async (path, options) => (await load()).readTraffic(path, options),
    readLengths: async (path, options) => (await load()).readLengths(path, options),
    readRequests: async (path, options) => (await load()).readRequests(path, options),
    streamRequests: async (path, begin, options) => (await load()).streamRequests(path, begin, options),
  };
}

function lazyResults(): ResultsFile {
  return {
    openResults: async (path) => (await import("./adapters/results-file.ts")).resultsFile.openResults(path),
  };
}

function lazySchemas(): ManifestSchemas {
  let loaded: Promise<ManifestSchemas> | null = null;
  return {
    check: async (manifest, as) => {
      loaded ??= import("./adapters/kubernetes-models.ts").then(({ kubernetesModels }) => kubernetesModels());
      return (await loaded).check(manifest, as);
    },
  };
}
