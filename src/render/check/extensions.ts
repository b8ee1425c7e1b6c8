import type { Complaint } from "../yaml/readings.ts";
import { kindOf } from "./pods.ts";
import { at, complain, duplicates, items, type Rule, type Spot, show, textOf, when } from "./spot.ts";
import { isSubdomain } from "./words.ts";

const ADMISSION = "admissionregistration.k8s.io/v1";

/** What extends an API server: kinds of resources, and webhooks. */
export const extensions: Rule = (manifest) => {
  switch (kindOf(manifest)) {
    case "apiextensions.k8s.io/v1 CustomResourceDefinition":
      return definition(manifest);
    case `${ADMISSION} ValidatingWebhookConfiguration`:
    case `${ADMISSION} MutatingWebhookConfiguration`:
      return items(at(manifest, "webhooks")).flatMap(webhook);
    default:
      return [];
  }
};

function definition(manifest: Spot): readonly Complaint[] {
  const spec = at(manifest, "spec");
  const name = at(manifest, "metadata", "name");
  const wanted = `${textOf(at(spec, "names", "plural"))}.${textOf(at(spec, "group"))}`;
  const versions = at(spec, "versions");
  const stored = items(versions).filter((version) => at(version, "storage").value === true).length;
  return [
    ...when(
      textOf(name) !== null && textOf(name) !== wanted,
      name,
      `\`${show(name.value)}\` is not plural and group: ${show(wanted)}`,
    ),
    ...when(
      Array.isArray(versions.value) && stored !== 1,
      versions,
      `${stored} of the versions are stored instead of one`,
    ),
    ...duplicates(
      items(versions).map((version) => at(version, "name")),
      textOf,
    ),
  ];
}

function webhook(hook: Spot): readonly Complaint[] {
  const name = at(hook, "name");
  const text = textOf(name);
  const isFull = text === null || (isSubdomain(text) && text.split(".").length >= 3);
  const effects = at(hook, "sideEffects");
  const isKnown = ["None", "NoneOnDryRun"].includes(textOf(effects) ?? "None");
  const client = at(hook, "clientConfig");
  const ways = ["url", "service"].filter((field) => at(client, field).value !== undefined).length;
  return [
    ...when(!isFull, name, `\`${show(text)}\` is not a name of three parts or more (hook.example.com)`),
    ...when(!isKnown, effects, `\`${show(effects.value)}\` is neither None nor NoneOnDryRun`),
    ...(client.value !== undefined && ways !== 1
      ? [complain(client, `names ${ways} of \`url\` and \`service\` instead of one`)]
      : []),
  ];
}
