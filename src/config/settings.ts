import * as z from "zod";
import {
  DEFAULT_KUBERNETES_SETTINGS,
  gpus,
  NO_QUOTA,
  OWN_FINDINGS,
  policies,
  type Settings,
  type UsDollars,
} from "../../planner/index.ts";
import { SETTINGS } from "../mistakes/settings.ts";
import { VALUES } from "../mistakes/values.ts";
import { API_VERSION, type Format, readDocument } from "./document.ts";
import { kubernetesSchema, kubernetesSettings } from "./kubernetes-schema.ts";
import { accept, choice, flag, integer, type Leaf, leaf, number, refuse, text } from "./leaves.ts";
import { budgetSchema } from "./model-deployment-schema.ts";
import { alertsSchema, telemetrySchema } from "./monitoring-schema.ts";
import { dnsLabel, plainId, relativePath } from "./names.ts";
import { once } from "./once.ts";
import type { Located } from "./position.ts";
import { fraction } from "./quantities.ts";
import { type Contradiction, consistent, mapping, when } from "./shapes.ts";

/** Reads `loadline.yaml`. */
export function readSettings(text: string, file: string): Located<Settings> {
  return readDocument(text, file, FORMAT);
}

/** What holds in a repository without `loadline.yaml`. */
export function defaultSettings(): Settings {
  return {
    models: ["models/*.yaml"],
    gitops: null,
    clusters: [],
    defaults: { region: null },
    budget: null,
    engineering: null,
    quota: NO_QUOTA,
    policies: {},
    approvers: [],
    comment: { mode: "update", threshold: { monthlyUsd: 0 as UsDollars, percent: 0 } },
    prometheus: {},
    argocd: { namespace: "argocd", project: "default" },
    kubernetes: DEFAULT_KUBERNETES_SETTINGS,
    alerts: null,
    telemetry: null,
  };
}

const SEVERITIES = ["off", "notice", "warning", "blocking"] as const;
const COMMENT_MODES = ["update", "hide-and-new", "new", "off"] as const;

/** Settings as written. CONTRACT.md section 4. */
export function settingsSchema() {
  return mapping({
    apiVersion: z.literal(API_VERSION),
    kind: z.literal("Settings"),
    models: z
      .array(relativePath("models", "models/*.yaml"))
      .min(1)
      .optional()
      .describe("Files that hold ModelDeployments. Default models/*.yaml."),
    gitops: gitopsSchema().optional(),
    clusters: z
      .array(clusterSchema())
      .default([])
      .check(consistent(clusterRules))
      .describe("Clusters that Argo CD deploys to."),
    defaults: mapping({ region: plainId("region", "us-east-1").optional() })
      .optional()
      .describe("Used where a ModelDeployment says nothing."),
    budget: budgetSchema().optional(),
    engineering: mapping({
      hoursPerMonth: number({ wanted: "hours of engineers a month", example: "10", positive: true }),
      hourlyUsd: number({ wanted: "US dollars an hour", example: "90", positive: true }),
    })
      .optional()
      .describe("What one deployment on machines of your own takes of people; shown beside the bill, never in it."),
    quota: quotaSchema().optional(),
    policies: policiesSchema().default({}),
    approvers: z.array(login()).default([]).describe("GitHub users who may /loadline approve."),
    comment: commentSchema().optional(),
    prometheus: prometheusSchema().default({}),
    argocd: argocdSchema().optional(),
    kubernetes: kubernetesSchema().optional(),
    alerts: alertsSchema().optional(),
    telemetry: telemetrySchema().optional(),
  });
}

type Raw = z.output<ReturnType<typeof settingsSchema>>;

const FORMAT: Format<Raw, Settings> = {
  kind: "Settings",
  schema: once(settingsSchema),
  normalise,
  permitOff: (path) =>
    (path[0] === "policies" && path[2] === "severity") || (path[0] === "comment" && path[1] === "mode"),
};

function normalise(raw: Raw): Settings {
  const otherwise = defaultSettings();
  return {
    models: raw.models ?? otherwise.models,
    gitops: raw.gitops ?? null,
    clusters: raw.clusters,
    defaults: { region: raw.defaults?.region ?? null },
    budget: raw.budget === undefined ? null : { monthlyUsd: raw.budget.monthlyUsd as UsDollars },
    engineering: raw.engineering ?? null,
    quota: { gpus: counts(raw.quota?.gpus ?? {}), instances: raw.quota?.instances ?? {} },
    policies: Object.fromEntries(Object.entries(raw.policies).flatMap(([id, rule]) => (rule ? [[id, rule]] : []))),
    approvers: raw.approvers,
    comment: comment(raw.comment),
    prometheus: Object.fromEntries(Object.keys(raw.prometheus).map((name) => [name, {}])),
    argocd: raw.argocd ?? otherwise.argocd,
    kubernetes: kubernetesSettings(raw.kubernetes),
    alerts: raw.alerts ?? null,
    telemetry: raw.telemetry === undefined ? null : { otlp: raw.telemetry.otlp, image: raw.telemetry.image ?? null },
  };
}

const counts = (given: Readonly<Record<string, number | undefined>>): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.entries(given).flatMap(([id, count]) => (count === undefined ? [] : [[id, count]])));

function comment(raw: Raw["comment"]): Settings["comment"] {
  const { mode = "update", threshold } = raw ?? {};
  const { monthlyUsd = 0, percent = 0 } = threshold ?? {};
  return { mode, threshold: { monthlyUsd: monthlyUsd as UsDollars, percent } };
}

function gitopsSchema() {
  return mapping({
    repository: text({
      wanted: "repository: owner/name on GitHub",
      example: "acme/gitops",
      pattern: /^[A-Za-z0-9][\w-]*\/(?!\.{1,2}$)[\w.-]+$/,
      longest: 140,
    }),
    branch: branch(),
    path: relativePath("path in the GitOps repository", "clusters").default("clusters"),
    mode: choice("mode", ["commit", "pull-request"]).default("commit"),
  }).describe("Where manifests are written.");
}

/** The rules of git-check-ref-format(1) that a branch can break. */
function branch(): Leaf<string> {
  return leaf({
    wanted: "branch: the name of a Git branch",
    example: "main",
    json: { type: "string", minLength: 1, maxLength: 244 },
    read: (value) => {
      if (typeof value !== "string" || value === "") return refuse(VALUES.likeThis("main"));
      const bad =
        /[\s~^:?*[\\\p{C}]|\.\.|@\{|\/\/|\.lock(\/|$)|(^|\/)\.|[./]$|^[-/]/u.test(value) || value.length > 244;
      return bad ? refuse(VALUES.noBranch) : accept(value);
    },
  });
}

function clusterSchema() {
  return mapping({
    name: dnsLabel("cluster name", "prod"),
    server: text({
      wanted: "server: the https address of the cluster, as Argo CD knows it",
      example: "https://kubernetes.default.svc",
      pattern: /^https:\/\/[A-Za-z0-9.-]+(:\d{1,5})?(\/[\w./-]*)?$/,
      longest: 512,
    }),
    default: flag("default cluster").default(false),
  });
}

function clusterRules(clusters: readonly { name: string; default: boolean }[]): readonly Contradiction[] {
  const names = clusters.map(({ name }) => name);
  const chosen = clusters.findIndex((cluster) => cluster.default);
  return clusters.flatMap((cluster, index) => [
    ...when(names.indexOf(cluster.name) < index, {
      path: [index, "name"],
      ...SETTINGS.repeatedCluster,
    }),
    ...when(cluster.default && chosen < index, {
      path: [index, "default"],
      ...SETTINGS.secondDefault,
    }),
  ]);
}

/** Cloud accounts begin with quotas of few GPUs or none; machines of one's own are as many as they are. */
function quotaSchema() {
  const most = integer({ wanted: "how many there may be at once", example: "8", least: 0 });
  return mapping({
    gpus: mapping(Object.fromEntries(Object.keys(gpus).map((id) => [id, most.optional()])))
      .optional()
      .describe("GPUs at most, by kind."),
    instances: z
      .record(z.string().regex(/^[A-Za-z0-9][\w.:/+(), -]*$/, { error: "an instance type" }), most)
      .optional()
      .describe("Instances at most, by type."),
  }).describe("What there is to use at once, for all deployments together; kinds that are not named are not limited.");
}

function policiesSchema() {
  const rule = mapping({
    severity: choice("severity", SEVERITIES),
    override: z.array(login()).default([]).describe("GitHub users who may override a blocking finding."),
  });
  const ids = [...Object.keys(policies), ...OWN_FINDINGS].sort();
  return mapping(Object.fromEntries(ids.map((id) => [id, rule.optional()]))).describe(
    "How much a policy or another finding weighs, by its id.",
  );
}

function login(): Leaf<string> {
  return text({
    wanted: "a GitHub user name",
    example: "alice",
    pattern: /^[A-Za-z0-9](?:-?[A-Za-z0-9]){0,38}$/,
    longest: 39,
    advise: (given) => (given.startsWith("@") ? VALUES.loginWithAt(given.slice(1, 40)) : null),
  });
}

function commentSchema() {
  return mapping({
    mode: choice("comment mode", COMMENT_MODES).optional().describe("Default update: one comment, kept current."),
    threshold: mapping({
      monthlyUsd: number({ wanted: "US dollars a month", example: "10" }).optional(),
      percent: fraction({ wanted: "share of the cost", example: "1%" }).optional(),
    })
      .optional()
      .describe("Smaller changes of cost are not commented on. Default 0."),
  }).describe("The comment on a pull request.");
}

function prometheusSchema() {
  const advice = SETTINGS.operatorsKey;
  const nothing = mapping({}, { url: advice, address: advice, token: advice, server: advice });
  const name = z.string().regex(/^[A-Za-z0-9][\w-]{0,62}$/, { error: "a server name of letters, digits, - and _" });
  return z.record(name, z.union([nothing, z.null()])).describe("Names of Prometheus servers.");
}

function argocdSchema() {
  return mapping({
    namespace: dnsLabel("namespace of Argo CD", "argocd").default("argocd"),
    project: dnsLabel("Argo CD project", "default").default("default"),
  });
}
