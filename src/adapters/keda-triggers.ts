import { MANIFESTS } from "../mistakes/manifests.ts";
import type { KindOfManifest, ShapeProblem } from "../ports/manifest-schemas.ts";
import { nearestName } from "./nearest-name.ts";

/** Types of triggers that KEDA 2.18 has: kedacore/keda, pkg/scaling/scalers_builder.go at 033e8093. Read 2026-11-29. */
const TYPES = (
  "activemq apache-kafka arangodb artemis-queue aws-cloudwatch aws-dynamodb aws-dynamodb-streams aws-kinesis-stream " +
  "aws-sqs-queue azure-app-insights azure-blob azure-data-explorer azure-eventhub azure-log-analytics azure-monitor " +
  "azure-pipelines azure-queue azure-servicebus beanstalkd cassandra couchdb cpu cron datadog dynatrace elasticsearch etcd " +
  "external external-push gcp-cloudtasks gcp-pubsub gcp-stackdriver gcp-storage github-runner graphite huawei-cloudeye ibmmq " +
  "influxdb kafka kubernetes-workload liiklus loki memory metrics-api mongodb mssql mysql nats-jetstream new-relic nsq " +
  "openstack-metric openstack-swift postgresql predictkube prometheus pulsar rabbitmq redis redis-cluster " +
  "redis-cluster-streams redis-sentinel redis-sentinel-streams redis-streams selenium-grid solace-event-queue solr splunk stan"
).split(" ");

const SCALED = new Set(["ScaledObject", "ScaledJob"]);

/** The custom resource takes any type, and KEDA then finds no scaler. A later KEDA may have more: only what is nearly one is refused. */
export function triggerProblems(manifest: object, { apiVersion, kind }: KindOfManifest): readonly ShapeProblem[] {
  if (!SCALED.has(kind) || !apiVersion.startsWith("keda.sh/")) return [];
  const triggers: unknown = (manifest as { spec?: { triggers?: unknown } }).spec?.triggers;
  return (Array.isArray(triggers) ? triggers : []).flatMap((trigger: { type?: unknown } | null, index) => {
    const type = trigger?.type;
    const nearest = typeof type !== "string" || TYPES.includes(type) ? null : nearestName(type, TYPES);
    if (nearest === null) return [];
    return [{ path: ["spec", "triggers", index, "type"], message: MANIFESTS.unknownTrigger(String(type), nearest) }];
  });
}
