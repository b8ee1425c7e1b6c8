import * as z from "zod";
import { DEPLOYMENT } from "../mistakes/deployment.ts";
import { text } from "./leaves.ts";
import { dnsLabel } from "./names.ts";
import { type Contradiction, consistent, mapping, when } from "./shapes.ts";

/** `spec.access`: who may reach a server, and which secrets it needs. */
export function accessSchema() {
  return mapping({
    ingressFrom: z
      .array(dnsLabel("namespace", "gateway"))
      .default([])
      .describe("Namespaces that may call it. Default: only its own; once any is named, only those that are."),
    secrets: z
      .array(secretSchema())
      .default([])
      .check(consistent(secretRules))
      .describe(
        "Secrets taken from an outside store, by External Secrets. Each is the file /secrets/<name>; all but hf-token are the variable of that name as well.",
      ),
  }).describe("Who may reach it, and which secrets it needs.");
}

function secretSchema() {
  return mapping({
    name: dnsLabel("secret name", "hf-token"),
    store: dnsLabel("secret store", "aws-secrets-manager"),
    key: text({
      wanted: "key in the secret store",
      example: "prod/hf",
      pattern: /^[A-Za-z0-9_./:@+=-]+$/,
      longest: 512,
    }),
  });
}

/** What decides which programs and libraries run, or is set by loadline: a secret of that name would take its place. */
const TAKEN = /^(path|home|user|logname|ld-.*|python.*|hf-(home|token-path|hub-.*)|xdg-.*|.*-cache-(dir|root|home))$/;

function secretRules(secrets: readonly { readonly name: string }[]): readonly Contradiction[] {
  const first = new Map(secrets.map(({ name }, index) => [name, index] as const).reverse());
  return secrets.flatMap(({ name }, index) => [
    ...when(first.get(name) !== index, {
      path: [index, "name"],
      ...DEPLOYMENT.repeatedSecret,
    }),
    ...when(TAKEN.test(name), {
      path: [index, "name"],
      ...DEPLOYMENT.takenVariable(name.toUpperCase().replaceAll("-", "_")),
    }),
  ]);
}
