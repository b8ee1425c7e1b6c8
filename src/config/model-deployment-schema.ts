import * as z from "zod";
import { DEPLOYMENT } from "../mistakes/deployment.ts";
import { accessSchema } from "./access-schema.ts";
import { accountSchema } from "./account-schema.ts";
import { API_VERSION } from "./document.ts";
import { choice, flag, integer, number, text } from "./leaves.ts";
import { missingInstance } from "./missing-instance.ts";
import { modelSchema } from "./model-schema.ts";
import { dnsLabel, engineName, image, LABEL_KEY, labelValue, plainId, platformId, relativePath } from "./names.ts";
import { podSchema } from "./pod-schema.ts";
import { duration, fraction } from "./quantities.ts";
import { unevenInterval } from "./restart-interval.ts";
import { scalingSchema } from "./scaling-schema.ts";
import { consistent, mapping } from "./shapes.ts";
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
    pod: podSchema().optional(),
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
      logLevel: choice("log level", ["debug", "info", "warning", "error"])
        .optional()
        .describe("How much the engine says. Default: the engine's own."),
    },
    { version: DEPLOYMENT.versionApart },
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
      missing: missingInstance,
    }).describe("Instance type or endpoint size."),
    tensorParallel: integer({ wanted: "GPUs a replica", example: "1", most: 1024 })
      .default(1)
      .describe("GPUs that share one replica. Default 1."),
    capacity: choice("capacity", ["on-demand", "spot", "reserved"]).default("on-demand").describe("Default on-demand."),
    account: accountSchema().optional(),
  }).describe("Where it runs and on what.");
}

/** `budget`, here and in the Settings. */
export function budgetSchema() {
  return mapping({
    monthlyUsd: number({ wanted: "budget in US dollars a month", example: "3000", positive: true }),
  }).describe("What it may cost.");
}

function maintenanceSchema() {
  return mapping({ restartEvery: duration("time between restarts", "6h") })
    .check(consistent(({ restartEvery }) => unevenInterval(restartEvery, ["restartEvery"])))
    .describe("Rolling restarts.");
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
