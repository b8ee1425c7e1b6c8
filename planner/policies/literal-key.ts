import type { Finding } from "../domain/finding.ts";
import type { Manifest } from "../domain/manifest.ts";
import type { ManifestPolicy, ManifestSet } from "../domain/policy.ts";
import { at, items, type Spot, textOf } from "../domain/spot.ts";
import { found, workload } from "./_example.ts";
import { managedVariables } from "./_managed.ts";
import { allContainersOf, called, findingAt, modelServers, variablesOf } from "./_manifest.ts";
import { couldBeKey, isIssuedKey, isKeyName, isKnownKey } from "./_secret.ts";

/** No key stands in a manifest. Its text is never repeated. */
export const literalKey = {
  id: "literal-key",
  about: "manifests",
  why: "A key in a manifest is in Git for ever and readable for everybody who may read the Deployment.",
  severity: "blocking",
  examples: {
    passes: found(
      workload({
        env: [
          { name: "HF_HOME", value: "/cache/huggingface" },
          { name: "OPENAI_API_KEY", value: "EMPTY" },
        ],
        args: ["--max-num-batched-tokens", "2048"],
      }),
    ),
    fails: found(workload({ env: [{ name: "HF_TOKEN", value: `hf_${"a1".repeat(17)}` }] })),
  },
  check,
} satisfies ManifestPolicy;

/** Other people's workloads are judged only by what can be nothing else than a key. */
function check(set: ManifestSet): readonly Finding[] {
  const servers = new Set(modelServers(set));
  return set.manifests.flatMap((manifest) => [
    ...allContainersOf(manifest).flatMap((container) => [
      ...variables(manifest, container, servers.has(manifest)),
      ...argumentsOf(manifest, container),
    ]),
    ...managedVariables(manifest)
      .filter(({ name, text }) => isIssuedKey(text) || (isKeyName(name) && couldBeKey(text)))
      .map(({ name, spot }) => finding(manifest, spot, name)),
  ]);
}

function variables(manifest: Manifest, container: Spot, isServer: boolean): readonly Finding[] {
  return variablesOf(container).flatMap(({ name, spot }) => {
    const text = textOf(at(spot, "value"));
    if (text === null) return [];
    const isNamed = isServer ? isKeyName(name) : isKnownKey(name);
    return isIssuedKey(text) || (isNamed && couldBeKey(text)) ? [finding(manifest, at(spot, "value"), name)] : [];
  });
}

function argumentsOf(manifest: Manifest, container: Spot): readonly Finding[] {
  const words = [...items(at(container, "command")), ...items(at(container, "args"))];
  return words.flatMap((spot, index) => {
    const text = textOf(spot) ?? "";
    const before = words[index - 1];
    const isValueOfKey = before !== undefined && textOf(before) === "--api-key" && couldBeKey(text);
    const [, inline = ""] = /^--api-key=(.+)$/.exec(text) ?? [];
    const isKey = isIssuedKey(text) || isValueOfKey || couldBeKey(inline);
    return isKey ? [finding(manifest, spot, "an argument")] : [];
  });
}

function finding(manifest: Manifest, spot: Spot, where: string): Finding {
  return findingAt(manifest, spot, {
    id: "literal-key",
    severity: "blocking",
    message: `${called(manifest)}: ${where} holds a key as text`,
    action: "Revoke the key, put a new one into a Secret (an ExternalSecret fills it), and mount that as a file.",
  });
}
