import { kindOf, podOf } from "./pods.ts";
import { at, complain, isPresent, type Rule, type Spot, textOf, when } from "./spot.ts";
import { type FORMS, mustBe, serviceName } from "./words.ts";

const BY_KIND: Readonly<Record<string, keyof typeof FORMS>> = {
  "v1 Namespace": "label",
  "rbac.authorization.k8s.io/v1 Role": "segment",
  "rbac.authorization.k8s.io/v1 ClusterRole": "segment",
  "rbac.authorization.k8s.io/v1 RoleBinding": "segment",
  "rbac.authorization.k8s.io/v1 ClusterRoleBinding": "segment",
  "networking.k8s.io/v1 IPAddress": "segment",
};

/** Created, answered and forgotten: they have no name. */
const NAMELESS = /Review$|^v1 Binding$|TokenRequest$/;

/** Objects have names, and pods take theirs from them. */
export const names: Rule = (manifest, release) => {
  const metadata = at(manifest, "metadata");
  const name = at(metadata, "name");
  const kind = kindOf(manifest);
  const form = kind === "v1 Service" ? serviceName(release) : (BY_KIND[kind] ?? "subdomain");
  return [
    ...(isPresent(name) ? mustBe(form, name) : missing(manifest, kind)),
    ...mustBe("label", at(metadata, "namespace")),
    ...tooLong(name, kind),
    ...accountName(manifest),
  ];
};

function missing(manifest: Spot, kind: string) {
  const metadata = at(manifest, "metadata");
  const isNamed = NAMELESS.test(kind) || isPresent(at(metadata, "generateName"));
  return when(!isNamed, metadata, "`name` is required");
}

/** A CronJob's jobs add eleven characters to its name. */
function tooLong(name: Spot, kind: string) {
  const text = textOf(name) ?? "";
  return kind === "batch/v1 CronJob" && text.length > 52
    ? [complain(name, `has ${text.length} characters; a CronJob's name has at most 52`)]
    : [];
}

function accountName(manifest: Spot) {
  const pod = podOf(manifest);
  return pod === null ? [] : mustBe("subdomain", at(pod, "spec", "serviceAccountName"));
}
