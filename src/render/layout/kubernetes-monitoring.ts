import { prometheusRuleView } from "../view/alerts.ts";
import { serviceMonitorView } from "../view/objects.ts";
import type { Entry } from "./entry.ts";

/** What watches: metrics that are collected, and what is said when they are bad. */
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
];
