import { RENDERING } from "../../mistakes/rendering.ts";
import type { RenderInput, View } from "../input.ts";
import { accountValue, refuseSecrets, renderRefusal } from "./account.ts";
import { servesBuiltImage } from "./built-image.ts";
import { identityView } from "./identity.ts";
import { launchView } from "./launch.ts";
import { CACHE } from "./launches.ts";
import { outsideName } from "./outside-name.ts";
import { instanceBounds, knownShape } from "./serverless.ts";

const MEBIBYTE = 2 ** 20;
const REGION = "services.k8s.aws/region";
/** Characters in a function's name. */
const LONGEST_NAME = 64;
/** Seconds a request may take, its cold start included: docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html. */
const TIMEOUT = { least: 60, most: 900 };
/** Megabytes of /tmp, the one folder a function may write; the same page. */
const STORAGE = { least: 512, most: 10_240 };

/** Data of `aws-lambda/function.yaml.hbs`. */
export function functionView(input: RenderInput): View {
  refuseSecrets(input, "aws-lambda");
  const { hasCommand, command, args } = launchView(input);
  return {
    ...resourceView(input, "workload"),
    functionName: outsideName(input, LONGEST_NAME),
    role: accountValue(input, "executionRole"),
    image: imageOf(input),
    ...{ hasCommand, command, args },
    variables: variablesOf(input),
    memorySize: knownShape(input, "aws-lambda").memory / MEBIBYTE,
    storageSize: storageSize(input),
    timeout: timeoutOf(input),
    mostEnvironments: mostEnvironments(input),
  };
}

/** Data of `aws-lambda/function-url-config.yaml.hbs`. */
export const functionUrlConfigView = (input: RenderInput): View => resourceView(input, "scaling");

function resourceView(input: RenderInput, wave: Parameters<typeof identityView>[1]) {
  const identity = identityView(input, wave);
  return { ...identity, annotations: { ...identity.annotations, [REGION]: input.deployment.platform.region } };
}

/** Lambda takes images from ECR of its own region alone. */
function imageOf({ deployment }: RenderInput): string {
  const { image } = deployment.engine;
  const { region } = deployment.platform;
  const [host = ""] = (image ?? "").split("/");
  if (image !== null && /^\d{12}\.dkr\.ecr\.[^/]+\.amazonaws\.com(\.cn)?$/.test(host) && host.includes(`.${region}.`)) {
    return image;
  }
  throw renderRefusal("spec.engine.image", RENDERING.imageNotInRegistry(image, region));
}

/** Only /tmp can be written. The adapter passes requests on as HTTP once the engine says it is healthy. */
function variablesOf(input: RenderInput): Readonly<Record<string, string>> {
  const { env, port } = launchView(input);
  const moved = env.map(({ name, value }) => [name, value.replace(CACHE, "/tmp")] as const);
  return Object.fromEntries(
    [
      ...moved,
      ["AWS_LWA_PORT", String(port)] as const,
      ["AWS_LWA_READINESS_CHECK_PATH", input.engine.healthPath] as const,
    ].sort(([first], [second]) => (first < second ? -1 : 1)),
  );
}

/** Room for weights that are not in the image, and half a gigabyte for the rest. */
function storageSize(input: RenderInput): number {
  if (servesBuiltImage(input)) return STORAGE.least;
  const needed = Math.ceil(input.plan.memory.parts.weights / MEBIBYTE) + STORAGE.least;
  if (needed <= STORAGE.most) return needed;
  throw renderRefusal("spec.model.id", RENDERING.modelTooLarge(input.deployment.model.id, needed, STORAGE.most));
}

/** The start counts: a request that meets no environment waits for one. Then twice the slowest that was promised. */
function timeoutOf({ deployment, plan }: RenderInput): number {
  const limits = deployment.slo.latency.filter(({ metric }) => metric === "e2e").map(({ limit }) => limit as number);
  const [start, slowest] = [plan.startup.p99, Math.max(0, ...limits)];
  if (start + slowest <= TIMEOUT.most) {
    return Math.min(TIMEOUT.most, Math.max(TIMEOUT.least, Math.ceil(start + 2 * slowest)));
  }
  const needed = { start: Math.ceil(start), answer: Math.ceil(slowest) };
  throw renderRefusal("spec.model.id", RENDERING.requestTooLong(needed, TIMEOUT.most));
}

/** Environments come with requests and go without: there is no lower bound that would cost what the forecast says. */
function mostEnvironments(input: RenderInput): number {
  const { scaling } = input.deployment;
  const { least, most } = instanceBounds(input);
  if (scaling.mode !== "fixed" && least === 0) return most;
  const key = scaling.mode === "fixed" ? "mode" : "minReplicas";
  const found = scaling.mode === "fixed" ? "fixed" : String(least);
  throw renderRefusal(`spec.scaling.${key}`, RENDERING.replicasThatWait(found));
}
