import type { Mistake } from "../ports/failure.ts";

const autoscaler = "what the cluster's autoscaler can do";

/** Places that no resource of a cluster can describe, and where to go instead. */
const NOWHERE: Readonly<Record<string, { readonly why: string; readonly advice: string }>> = {
  "azure-container-instances": {
    why: "it has had no GPUs since 2025-07-14",
    advice: "Choose azure-container-apps, which has GPUs, or aks.",
  },
  "lambda-cloud": {
    why: "it rents machines, which no operator in a cluster starts and ends",
    advice: "Join its machines to a cluster of your own, or choose eks, gke or aks.",
  },
};

/** What stands in `spec.platform.account`, for who has not said it. */
const ACCOUNT = {
  executionRole: {
    what: "the ARN of the IAM role that the server runs as",
    example: "arn:aws:iam::123456789012:role/sagemaker-serving",
  },
  project: { what: "the id of the Google Cloud project", example: "acme-serving" },
  serviceAccount: {
    what: "the address of the service account that the server runs as",
    example: "chat-server@acme-serving.iam.gserviceaccount.com",
  },
  environment: {
    what: "the Azure id of the managed environment",
    example: "/subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.App/managedEnvironments/<name>",
  },
  organization: { what: "the user or organisation at Hugging Face that owns the endpoint", example: "acme" },
  cloudRegion: { what: "the region of the cloud that spec.platform.region names", example: "us-east-1" },
} as const;

const SECRETS = {
  "aws-lambda": {
    wanted: "no secrets: Lambda gives a function only variables that everybody who may describe it can read",
    advice: "Let the image read them from Secrets Manager with the role of the function, and remove them here.",
  },
  "azure-container-apps": {
    wanted: "no secrets: loadline does not write those of Container Apps yet",
    advice: "Choose a model that needs no token, or an image that holds it, or aks.",
  },
  sagemaker: {
    wanted: "no secrets: SageMaker gives a container only variables that everybody who may describe the model can read",
    advice: "Choose a model that needs no token, or an image that holds it, and remove the secrets.",
  },
} as const;

const START = {
  "azure-container-apps": {
    why: "Container Apps probes no longer",
    advice: "Put the model into the image with spec.build, choose smaller weights, or aks.",
  },
  "cloud-run": {
    why: "Cloud Run ends an instance that is not ready by then",
    advice: "Put the model into the image with spec.build, choose smaller weights, or gke.",
  },
  sagemaker: {
    why: "SageMaker waits no longer for a container",
    advice: "Put the model into the image, choose smaller weights, or a platform of Kubernetes.",
  },
} as const;

/** ModelDeployments that no manifests can be written for, and manifests that must not be. */
export const RENDERING = {
  sameFile: (name: string, path: string): Mistake => ({
    found: `${name} writes ${path}, as another ModelDeployment does`,
    wanted: "one ModelDeployment for each name and namespace",
    advice: "Rename one of the two.",
  }),
  noLabel: (found: string): Mistake => ({
    found,
    wanted: "lower-case letters, digits and hyphens, at most 63, beginning and ending with a letter or digit",
    advice: "Rename it.",
  }),
  noServiceName: (found: string): Mistake => ({
    found,
    wanted:
      "a name that begins with a letter: it becomes that of a Service, and API servers before 1.36 take no digit first",
    advice: "Rename it.",
  }),
  noFolder: (found: string): Mistake => ({
    found,
    wanted: "a folder inside the repository, not its root: names parted by /",
    advice: "Rename it.",
  }),
  platformWithoutTemplates: (name: string, known: readonly string[]): Mistake => {
    const nowhere = Object.hasOwn(NOWHERE, name) ? NOWHERE[name] : undefined;
    return {
      found: nowhere === undefined ? name : `${name}: ${nowhere.why}`,
      wanted: `a platform with templates: ${known.join(", ")}`,
      advice: nowhere?.advice ?? "The forecast works for every platform; manifests are written for these.",
    };
  },
  accountMissing: (key: keyof typeof ACCOUNT, platform: string): Mistake => ({
    found: "nothing",
    wanted: `${ACCOUNT[key].what}, for ${platform}`,
    advice: `Add \`account: { ${key}: ${ACCOUNT[key].example} }\` below spec.platform.`,
  }),
  /** Where a platform has no place for secrets that only the server reads. */
  noPlaceForSecrets: (names: readonly string[], platform: keyof typeof SECRETS): Mistake => ({
    found: names.join(", "),
    ...SECRETS[platform],
  }),
  /** Seconds, those of the forecast at p99. */
  startTooSlow: (seconds: number, most: number, platform: keyof typeof START): Mistake => ({
    found: `a slow start of ${seconds} s (p99 of the forecast)`,
    wanted: `a start within ${most} s: ${START[platform].why}`,
    advice: START[platform].advice,
  }),
  unknownInstance: (found: string, known: readonly string[]): Mistake => ({
    found,
    wanted: `one of ${known.join(", ")}`,
    advice: "The name says what it has: write one of these.",
  }),
  nobodyServes: {
    found: "0",
    wanted: "1 or more: what has no instance at all answers nothing",
    advice: "Write `mode: keda` with minReplicas 0: it then goes to zero and comes back by itself.",
  },
  imageNotInRegistry: (image: string | null, region: string): Mistake => ({
    found: image ?? "nothing",
    wanted: `an image in Amazon ECR of ${region}, with a CPU engine and AWS Lambda Web Adapter in it`,
    advice: `Push it there and write 123456789012.dkr.ecr.${region}.amazonaws.com/<name>:<tag>.`,
  }),
  /** Megabytes. */
  modelTooLarge: (model: string, needed: number, most: number): Mistake => ({
    found: `${model}: ${needed} MB with its weights`,
    wanted: `at most ${most} MB: a function has no larger /tmp`,
    advice: "Choose a smaller model or smaller weights, or put the model into the image with spec.build.",
  }),
  /** Seconds. */
  requestTooLong: ({ start, answer }: { start: number; answer: number }, most: number): Mistake => ({
    found: `a slow start of ${start} s (p99 of the forecast) and an answer of ${answer} s`,
    wanted: `both within ${most} s: Lambda ends a request then`,
    advice: "Put the model into the image with spec.build, or choose a smaller one.",
  }),
  replicasThatWait: (found: string): Mistake => ({
    found,
    wanted: "no replicas that wait: a function starts with its requests, and only that is in the forecast",
    advice: "Write `mode: keda, minReplicas: 0` and the most requests at a time as maxReplicas.",
  }),
  weightsAboveMemory: (instance: string, gibibytes: string): Mistake => ({
    found: `${instance}, for ${gibibytes} GiB of weights`,
    wanted: "more memory than the weights: a Cloud Run instance keeps downloaded files in memory",
    advice: "Choose an instance with more memory, or put the model into the image with spec.build.",
  }),
  noSecretManagerName: (found: string): Mistake => ({
    found,
    wanted: "the name of a secret in Google Secret Manager: letters, digits, - and _",
    advice: "Write it like this: hf-token, or projects/<project>/secrets/hf-token.",
  }),
  regionIsNoCloud: (region: string, clouds: readonly string[]): Mistake => ({
    found: region,
    wanted: `the cloud that Hugging Face rents from: ${clouds.join(", ")}`,
    advice: `Write \`region: aws\`, and the region of that cloud as \`account: { cloudRegion: ${region} }\`.`,
  }),
  apiTokenMissing: (names: readonly string[], token: string): Mistake => ({
    found: names.join(", ") || "nothing",
    wanted: `a secret named ${token}: a token of Hugging Face that may write Inference Endpoints`,
    advice: `Add \`{ name: ${token}, store: <store>, key: <key> }\`. The server itself never gets it.`,
  }),
  secretReference: (found: string): Mistake => ({
    found,
    wanted: "no text with {{ in it: provider-http would put a Secret in its place",
    advice: "Name secrets below spec.access.secrets; they reach the server as variables.",
  }),
  engineOfNoContainer: (name: string, known: readonly string[]): Mistake => ({
    found: name,
    wanted: `an engine whose image SageMaker can start: ${known.join(", ")}`,
    advice: "Choose one of these, or a platform of Kubernetes.",
  }),
  containerMissing: (engine: string): Mistake => ({
    found: "nothing",
    wanted: "an image in Amazon ECR that answers /ping and /invocations on port 8080",
    advice: `Name an AWS Deep Learning Container of ${engine}, or an image of your own with its SageMaker entry point.`,
  }),
  instanceKept: {
    found: "0",
    wanted: "1 or more: a variant of a SageMaker endpoint keeps one instance",
    advice: "Write 1, or choose a platform that goes to zero, such as cloud-run.",
  },
  digestMissing: (image: string | null): Mistake => ({
    found: image ?? "nothing",
    wanted: "an image with its digest",
    advice: "Write name:tag@sha256:…; a build from a tag alone is another one tomorrow.",
  }),
  revisionMissing: {
    found: "nothing",
    wanted: "the revision to build in",
    advice: "Copy the commit from the model's page on Hugging Face.",
  },
  noPlainWord: (found: string): Mistake => ({
    found,
    wanted: "names of letters, digits and . _ : / @ + -",
    advice: "Nothing else is written into a Dockerfile.",
  }),
  scheduleWithHpa: {
    found: "a schedule with mode: hpa",
    wanted: autoscaler,
    advice: "An HPA knows no calendar: choose mode: keda.",
  },
  metricNotMeasured: (metric: string, engine: string): Mistake => ({
    found: `${metric} with ${engine}`,
    wanted: autoscaler,
    advice: "Choose requests-waiting, requests-running or concurrency.",
  }),
  /** `reason` is why KEDA cannot keep the window. */
  windowForKeda: (cron: string, reason: string): Mistake => ({
    found: `${cron}: ${reason}`,
    wanted: autoscaler,
    advice: "Correct cron and duration, or split the entry into several.",
  }),
} as const;
