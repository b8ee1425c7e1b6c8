import type { Finding } from "../domain/finding.ts";
import type { ManifestPolicy, ManifestSet } from "../domain/policy.ts";
import { at, isPresent, textOf } from "../domain/spot.ts";
import { found, workload } from "./_example.ts";
import { allContainersOf, called, findingAt, modelServers, variablesOf } from "./_manifest.ts";
import { isKeyName } from "./_secret.ts";

const fromSecret = { secretKeyRef: { name: "hf", key: "token" } };

/** Keys come as files. */
export const keyInEnvironment = {
  id: "key-in-environment",
  about: "manifests",
  why: "Variables are inherited by every child process and end up in crash dumps and debug pages; a file stays where it is.",
  severity: "notice",
  examples: {
    passes: found(workload({ env: [{ name: "HF_TOKEN_PATH", value: "/secrets/hf-token/value" }] })),
    fails: found(workload({ env: [{ name: "HF_TOKEN", valueFrom: fromSecret }] })),
  },
  check,
} satisfies ManifestPolicy;

function check(set: ManifestSet): readonly Finding[] {
  return modelServers(set).flatMap((manifest) =>
    allContainersOf(manifest).flatMap((container) =>
      variablesOf(container)
        .filter(({ name, spot }) => isKeyName(name) && isPresent(at(spot, "valueFrom", "secretKeyRef")))
        .map(({ name, spot }) => {
          const secret = textOf(at(spot, "valueFrom", "secretKeyRef", "name")) ?? "";
          return findingAt(manifest, spot, {
            id: "key-in-environment",
            severity: "notice",
            message: `${called(manifest)}: ${name} comes from the Secret ${secret} as an environment variable`,
            action: "Mount the Secret as a file where the program can read one (Hugging Face: HF_TOKEN_PATH).",
          });
        }),
    ),
  );
}
