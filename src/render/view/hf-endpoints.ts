import { ownTarget, platforms } from "../../../planner/index.ts";
import { RENDERING } from "../../mistakes/rendering.ts";
import type { RenderInput, View } from "../input.ts";
import { isRecord } from "../record.ts";
import { accountValue, renderRefusal } from "./account.ts";
import { fingerprint } from "./fingerprint.ts";
import { identityView } from "./identity.ts";
import { launchView } from "./launch.ts";
import { outsideName } from "./outside-name.ts";
import { externalSecretView, secretName, secretsOf, variableOf } from "./secrets.ts";
import { instanceBounds, knownShape } from "./serverless.ts";

const API = "https://api.endpoints.huggingface.cloud/v2/endpoint";
/** Characters in an endpoint's name. */
const LONGEST_NAME = 32;
/** Where Hugging Face mounts the repository; docs/source/engines/custom_container.md of huggingface/hf-endpoints-documentation. */
const REPOSITORY = "/repository";
/** The secret that may create endpoints. The server never gets it: it may spend money. */
const API_TOKEN = "hf-endpoints-token";
const CLOUDS = ["aws", "azure", "gcp"];

/** Data of `hf-endpoints/endpoint.yaml.hbs`. */
export function endpointRequestView(input: RenderInput): View {
  const baseUrl = `${API}/${accountValue(input, "organization")}`;
  const endpoint = endpointOf(input);
  refuseReferences(endpoint);
  const mark = `loadline-${fingerprint(JSON.stringify([endpoint, serverSecrets(input)]))}`;
  const model = { ...endpoint.model, secrets: serverSecrets(input) };
  const marks = [mark, ...(secretsMark(input) === null ? [] : [`loadline-secrets-${reference(input, MARK_KEY)}`])];
  return {
    ...identityView(input, "workload"),
    baseUrl,
    authorization: [`Bearer ${reference(input, apiToken(input))}`],
    body: `${JSON.stringify({ ...endpoint, model, tags: marks }, null, 2)}\n`,
    marks,
  };
}

/** Key of the Secret that External Secrets calculates: no secret of a deployment can be called so. */
const MARK_KEY = "loadline.mark";

/**
 * What External Secrets writes beside the secrets: a mark of the values that the server gets, so that a rotated one is told
 * from the one that was sent. It is one of the endpoint's tags, so the API's token, which nobody who reads tags can guess, is
 * hashed with them: no value can be tried against it. Null where the server gets none.
 */
function secretsMark(input: RenderInput): Readonly<Record<string, string>> | null {
  if (Object.keys(serverSecrets(input)).length === 0) return null;
  const names = [API_TOKEN, ...serverNames(input)];
  const values = names.map((name) => `(index . ${JSON.stringify(name)})`).join(" ");
  return { [MARK_KEY]: `{{ list ${values} | toJson | sha256sum | trunc 16 }}` };
}

/** Data of `kubernetes/external-secret.yaml.hbs`. */
export function endpointSecretView(input: RenderInput): View {
  const mark = secretsMark(input);
  return { ...externalSecretView(input), hasMark: mark !== null, mark };
}

/** What is asked of Hugging Face, secrets apart: the body of POST /v2/endpoint/{namespace}. */
function endpointOf(input: RenderInput) {
  const { model, platform } = input.deployment;
  return {
    name: outsideName(input, LONGEST_NAME),
    type: "authenticated",
    provider: { vendor: cloudOf(input), region: accountValue(input, "cloudRegion") },
    compute: { accelerator: "gpu", ...instanceOf(input, platform.instance), scaling: scalingOf(input) },
    model: {
      repository: model.id,
      ...(model.revision === null ? {} : { revision: model.revision }),
      framework: "pytorch",
      task: "text-generation",
      ...containerOf(input),
    },
  };
}

/** `nvidia-a10g-x4` is the type `nvidia-a10g` in the size `x4`. */
function instanceOf(input: RenderInput, instance: string) {
  knownShape(input, "hf-endpoints");
  const cut = instance.lastIndexOf("-");
  return { instanceType: instance.slice(0, cut), instanceSize: instance.slice(cut + 1) };
}

/** The rule is the one that the forecast simulates; minutes until zero only where zero is allowed. */
function scalingOf(input: RenderInput) {
  const { least, most } = instanceBounds(input);
  const rule = platforms["hf-endpoints"].scaling?.value ?? null;
  if (rule === null || rule.toZeroAfter === null) {
    throw new Error("planner/platforms/hf-endpoints.ts states no scaling rule that goes to zero");
  }
  return {
    ...{ minReplica: least, maxReplica: most },
    ...(least === 0 ? { scaleToZeroTimeout: Math.round(rule.toZeroAfter / 60) } : {}),
    measure: { pendingRequests: ownTarget(rule, input.plan.limits) },
  };
}

/** The engine's own image: Hugging Face fetches the weights, so it is told their folder, and answers to the model's id. */
function containerOf(input: RenderInput) {
  const { image, port, hasCommand, command, args, env } = launchView(input, REPOSITORY);
  return {
    image: { custom: { url: image, port, healthRoute: input.engine.healthPath } },
    ...(hasCommand ? { command } : {}),
    args,
    env: Object.fromEntries(env.map(({ name, value }) => [name, value])),
  };
}

function cloudOf({ deployment }: RenderInput): string {
  const { region } = deployment.platform;
  if (CLOUDS.includes(region)) return region;
  throw renderRefusal("spec.platform.region", RENDERING.regionIsNoCloud(region, CLOUDS));
}

function apiToken({ deployment }: RenderInput): string {
  if (deployment.access.secrets.some(({ name }) => name === API_TOKEN)) return API_TOKEN;
  const names = deployment.access.secrets.map(({ name }) => name);
  throw renderRefusal("spec.access.secrets", RENDERING.apiTokenMissing(names, API_TOKEN));
}

/** What the server gets as variables that Hugging Face encrypts and shows to nobody. */
function serverSecrets(input: RenderInput): Readonly<Record<string, string>> {
  return Object.fromEntries(serverNames(input).map((name) => [variableOf(name), reference(input, name)]));
}

const serverNames = (input: RenderInput): readonly string[] =>
  secretsOf(input).flatMap(({ name }) => (name === API_TOKEN ? [] : [name]));

/** provider-http puts the value there when it calls: it never stands in Git, nor in the cluster's manifests. */
const reference = (input: RenderInput, key: string): string =>
  `{{ ${secretName(input)}:${input.deployment.namespace}:${key} }}`;

/** The same words elsewhere would be filled in as well, from any namespace, and sent away. */
function refuseReferences(value: unknown): void {
  if (typeof value === "string" && value.includes("{{")) {
    throw renderRefusal("spec", RENDERING.secretReference(value));
  }
  if (Array.isArray(value)) value.forEach(refuseReferences);
  if (isRecord(value)) Object.values(value).forEach(refuseReferences);
}
