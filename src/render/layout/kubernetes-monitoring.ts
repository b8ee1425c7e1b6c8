import type { RenderInput } from "../input.ts";
import { alertmanagerConfigView } from "../view/alertmanager.ts";
import { prometheusRuleView } from "../view/alerts.ts";
import { dashboardView } from "../view/dashboard.ts";
import { besideName } from "../view/identity.ts";
import { usesCilium, usesNetworkPolicy } from "../view/network.ts";
import { serviceMonitorView } from "../view/objects.ts";
import * as telemetry from "../view/telemetry.ts";
import { otelCiliumNetworkPolicyView, otelNetworkPolicyView } from "../view/telemetry-network.ts";
import type { Entry } from "./entry.ts";

const hasTelemetry = ({ settings }: RenderInput) => settings.telemetry !== null;
const otel = { name: (input: RenderInput) => besideName(input, "otel"), applies: hasTelemetry };

/** What watches: metrics that are collected, what is said when they are bad and to whom, and what one looks at then. */
export const KUBERNETES_MONITORING: readonly Entry[] = [
  {
    template: "kubernetes/service-monitor",
    apiVersion: "monitoring.coreos.com/v1",
    kind: "ServiceMonitor",
    view: serviceMonitorView,
  },
  {
    template: "kubernetes/prometheus-rule",
    apiVersion: "monitoring.coreos.com/v1",
    kind: "PrometheusRule",
    view: prometheusRuleView,
  },
  {
    template: "kubernetes/alertmanager-config",
    apiVersion: "monitoring.coreos.com/v1alpha1",
    kind: "AlertmanagerConfig",
    view: alertmanagerConfigView,
    applies: ({ settings }) => settings.alerts !== null,
  },
  {
    template: "kubernetes/dashboard",
    apiVersion: "v1",
    kind: "ConfigMap",
    name: (input) => besideName(input, "dashboard"),
    view: dashboardView,
  },
  { ...otel, template: "kubernetes/otel-config", apiVersion: "v1", kind: "ConfigMap", view: telemetry.otelConfigView },
  {
    ...otel,
    template: "kubernetes/otel-deployment",
    apiVersion: "apps/v1",
    kind: "Deployment",
    view: telemetry.otelDeploymentView,
  },
  {
    ...otel,
    template: "kubernetes/otel-pod-disruption-budget",
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    view: telemetry.otelDisruptionBudgetView,
  },
  { ...otel, template: "kubernetes/otel-service", apiVersion: "v1", kind: "Service", view: telemetry.otelServiceView },
  {
    template: "kubernetes/otel-targets",
    apiVersion: "v1",
    kind: "Service",
    name: (input) => besideName(input, "otel-targets"),
    view: telemetry.otelTargetsView,
    applies: hasTelemetry,
  },
  {
    ...otel,
    template: "kubernetes/otel-network-policy",
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    view: otelNetworkPolicyView,
    applies: (input) => hasTelemetry(input) && usesNetworkPolicy(input),
  },
  {
    ...otel,
    template: "kubernetes/otel-cilium-network-policy",
    apiVersion: "cilium.io/v2",
    kind: "CiliumNetworkPolicy",
    view: otelCiliumNetworkPolicyView,
    applies: (input) => hasTelemetry(input) && usesCilium(input),
  },
];
