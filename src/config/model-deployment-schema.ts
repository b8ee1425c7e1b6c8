import * as z from "zod";
import { API_VERSION } from "./document.ts";
import { choice, flag, integer, number, text } from "./leaves.ts";
import { modelSchema } from "./model-schema.ts";
import { dnsLabel, engineName, image, LABEL_KEY, labelValue, plainId, platformId, relativePath } from "./names.ts";
import { duration, fraction } from "./quantities.ts";
import { scalingSchema } from "./scaling-schema.ts";
import { consistent, mapping, when } from "./shapes.ts";
import { sloSchema, trafficSchema } from "./traffic-schema.ts";

/** A ModelDeployment as written. CONTRACT.md section 3. */
export function modelDeploymentSchema() {
  return mapping({
    apiVersion: z.literal(API_VERSION),
    kind: z.literal("ModelDeployment"),
    metadata: mapping({
      name: dnsLabel("name", "chat").describe("Name of the deployment and of the objects it becomes."),
      namespace: dnsLabel("namespace", "ai-models").default("default").describe("Namespace. Default default."),
      labels: labelsSchema().default({}).describe("Labels of every object."),
    }),
    spec: specSchema(),
  });
}

function labelsSchema() {
  return z.record(z.string().max(317).regex(LABEL_KEY, { error: "a Kubernetes label key" }), labelValue());
}

function specSchema() {
  return mapping({
    model: modelSchema(),
    engine: engineSchema(),
    platform: platformSchema(),
    scaling: scalingSchema(),
    traffic: trafficSchema().optional(),
    slo: sloSchema().optional(),
    budget: budgetSchema().optional(),
    maintenance: maintenanceSchema().optional(),
    access: accessSchema().optional(),
    gateway: gatewaySchema().optional(),
    build: buildSchema().optional(),
  });
}

function engineSchema() {
  return mapping(
    {
      name: engineName().describe("vllm, tgi, sglang or static, with or without @version."),
      image: image('"vllm/vllm-openai:v0.15.1@sha256:…"')
        .optional()
        .describe("Container image; its tag gives the version."),
      maxSequences: integer({ wanted: "most sequences at once", example: "128", most: 1_000_000 })
        .optional()
        .describe("Sequences a step may hold. Default: the engine's own."),
      maxBatchedTokens: integer({ wanted: "most tokens a step", example: "2048" })
        .optional()
        .describe("Tokens a step may hold. Default: the engine's own."),
      gpuMemoryUtilization: fraction({ wanted: "share of GPU memory", example: "90%", least: 0.01 })
        .optional()
        .describe("Share of GPU memory that the engine may take. Default: the engine's own."),
      prefixCaching: flag("prefix caching").optional().describe("Default: the engine's own."),
      calibration: relativePath("calibration", "calibrations/chat.yaml")
        .optional()
        .describe("A Calibration of this engine, as `loadline calibrate` writes it."),
    },
    { version: "Write it behind the name: vllm@0.15." },
  ).describe("The serving engine and its limits.");
}

function platformSchema() {
  return mapping({
    name: platformId().describe("Where it runs."),
    region: z
      .union([plainId("region", "us-east-1"), z.null()], { error: "a region such as us-east-1" })
      .optional()
      .describe("Region. Default: defaults.region of loadline.yaml."),
    instance: text({
      wanted: "instance: an instance type or endpoint size",
      example: "g5.2xlarge",
      pattern: /^[A-Za-z0-9][\w.:/+(), -]*$/,
    }).describe("Instance type or endpoint size."),
    tensorParallel: integer({ wanted: "GPUs a replica", example: "1", most: 1024 })
      .default(1)
      .describe("GPUs that share one replica. Default 1."),
    capacity: choice("capacity", ["on-demand", "spot", "reserved"]).default("on-demand").describe("Default on-demand."),
  }).describe("Where it runs and on what.");
}

/** `budget`, here and in the Settings. */
export function budgetSchema() {
  return mapping({
    monthlyUsd: number({ wanted: "budget in US dollars a month", example: "3000", positive: true }),
  }).describe("What it may cost.");
}

const DAY_SECONDS = 86_400;

function maintenanceSchema() {
  return mapping({ restartEvery: duration("time between restarts", "6h") })
    .check(
      consistent(({ restartEvery }) =>
        when(DAY_SECONDS % restartEvery !== 0 && restartEvery % DAY_SECONDS !== 0, {
          path: ["restartEvery"],
          wanted: "a divisor of 24h (such as 30m, 4h, 6h, 12h), or whole days",
          advice: "Choose one of these; a cron job can not keep other intervals.",
        }),
      ),
    )
    .describe("Rolling restarts.");
}

function accessSchema() {
  return mapping({
    ingressFrom: z.array(dnsLabel("namespace", "gateway")).default([]).describe("Namespaces that may call it."),
    secrets: z
      .array(
        mapping({
          name: dnsLabel("secret name", "hf-token"),
          store: dnsLabel("secret store", "aws-secrets-manager"),
          key: text({
            wanted: "key in the secret store",
            example: "prod/hf",
            pattern: /^[A-Za-z0-9_./:@+=-]+$/,
            longest: 512,
          }),
        }),
      )
      .default([])
      .describe("Secrets taken from an outside store."),
  }).describe("Who may reach it, and which secrets it needs.");
}

function gatewaySchema() {
  const packageName = z.string().regex(/^[A-Za-z0-9][\w.-]*$/, { error: "a Python package name" });
  return mapping({
    kind: choice("gateway", ["langchain"]),
    image: image("ghcr.io/acme/gateway:1.4.0"),
    pins: z
      .record(
        packageName,
        text({ wanted: "version", example: '"0.2.17"', pattern: /^\d+(\.\w+)*([.+-]\w+)*$/, longest: 64 }),
      )
      .default({})
      .describe("Exact versions of Python packages."),
    tracing: mapping({ langsmith: fraction({ wanted: "share of requests traced", example: "1%" }) }).optional(),
  }).describe("A gateway in front of the model.");
}

function buildSchema() {
  return mapping({
    registry: text({
      wanted: "registry: an image name without tag and digest",
      example: "ghcr.io/acme/chat",
      pattern: /^[a-z0-9.-]+(:\d{1,5})?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)+$/,
      longest: 255,
    }),
  }).describe("A Dockerfile with the model in it, and the workflow that builds it.");
}

export type RawModelDeployment = z.output<ReturnType<typeof modelDeploymentSchema>>;
