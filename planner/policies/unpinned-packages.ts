import type { Gateway } from "../domain/deployment.ts";
import type { Finding } from "../domain/finding.ts";
import type { ManifestPolicy, ManifestSet } from "../domain/policy.ts";
import { careful, rendered, workload } from "./_example.ts";
import { allContainersOf, called, commandLine, findingAt, modelServers } from "./_manifest.ts";

const gateway = (pins: Gateway["pins"]): Gateway => ({
  ...{ kind: "langchain", pins, langsmith: null },
  image: `ghcr.io/acme/gateway:1.4.0@sha256:${"0".repeat(64)}`,
});

/** Python packages have versions. */
export const unpinnedPackages = {
  id: "unpinned-packages",
  about: "manifests",
  why: "A release of langchain or transformers between two builds changes a server in which nobody changed anything.",
  severity: "warning",
  examples: {
    passes: rendered([workload()], { ...careful, gateway: gateway({ langchain: "0.2.17" }) }),
    fails: rendered([workload()], { ...careful, gateway: gateway({}) }),
  },
  check,
} satisfies ManifestPolicy;

const words = { id: "unpinned-packages", severity: "warning" } as const;

function check(set: ManifestSet): readonly Finding[] {
  const wanted = set.forecast?.deployment.gateway ?? null;
  const unpinned = wanted !== null && Object.keys(wanted.pins).length === 0;
  const path = ["spec", "gateway", "pins"];
  const message = "the gateway names no version of its packages, so each build of its image may bring others";
  const action = 'Name them: pins: { langchain: "0.2.17", huggingface-hub: "0.24.7" }.';
  return [...(unpinned ? [{ ...words, path, message, action }] : []), ...installed(set)];
}

/** Packages that a container installs while it starts. */
function installed(set: ManifestSet): readonly Finding[] {
  return modelServers(set).flatMap((manifest) =>
    allContainersOf(manifest).flatMap((container) => {
      const loose = loosePackages(commandLine(container));
      if (loose.length === 0) return [];
      const message = `${called(manifest)} installs ${loose.join(", ")} at its start without a version`;
      const action = "Write name==version, better: build an image that has them.";
      return [findingAt(manifest, container, { ...words, message, action })];
    }),
  );
}

/** What `pip install` gets by name alone or with a lower bound; options, files and addresses are left out. */
function loosePackages(command: string): readonly string[] {
  return [...command.matchAll(/\b(?:pip3?|uv pip) install\s+([^;&|]+)/g)].flatMap(([, list = ""]) =>
    list
      .split(/\s+/)
      .map((word) => word.replaceAll(/^["']|["']$/g, ""))
      .filter(
        (word, index, all) => /^[A-Za-z0-9][\w.-]*(\[[\w,-]+\])?([<>~!].*)?$/.test(word) && !takesValue(all[index - 1]),
      ),
  );
}

const takesValue = (option: string | undefined): boolean =>
  /^(-r|-c|-i|-t|-f|--\w[\w-]*)$/.test(option ?? "") && !FLAGS.includes(option ?? "");

/** Long options of pip that stand alone. */
const FLAGS = [
  "--no-cache-dir",
  "--upgrade",
  "--user",
  "--quiet",
  "--no-deps",
  "--pre",
  "--force-reinstall",
  "--system",
];
