import { join } from "node:path";
import { configSources } from "./adapters/config-sources.ts";
import { disk } from "./adapters/disk.ts";
import type { GitSettings } from "./adapters/git/command.ts";
import { createRepository, provenanceOf } from "./adapters/git/folder.ts";
import { kubectl } from "./adapters/kubectl.ts";
import { packageRoot } from "./adapters/package-root.ts";
import { templateFiles } from "./adapters/template-files.ts";
import type { ManifestSchemas } from "./ports/manifest-schemas.ts";
import type { ResultsFile, TrafficFiles } from "./ports/traffic-files.ts";
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
