import type { Complaint } from "../yaml/readings.ts";
import { bindings, externalSecrets, roles } from "./access.ts";
import { applications, projects } from "./applications.ts";
import { autoscalers } from "./autoscalers.ts";
import { containers } from "./containers.ts";
import { dashboards } from "./dashboards.ts";
import { devices } from "./devices.ts";
import { endpoints } from "./endpoints.ts";
import { extensions } from "./extensions.ts";
import { httpRequests } from "./http-requests.ts";
import { ingresses } from "./ingresses.ts";
import { jobs } from "./jobs.ts";
import { labels } from "./labels.ts";
import { monitoring } from "./monitoring.ts";
import { mounts } from "./mounts.ts";
import { names } from "./names.ts";
import { ciliumPolicies, networkPolicies } from "./network.ts";
import { newerFields } from "./newer-fields.ts";
import { placement } from "./placement.ts";
import { configuration, disruptionBudgets, priorities } from "./policies.ts";
import { ports } from "./ports.ts";
import { probes } from "./probes.ts";
import { resources } from "./resources.ts";
import { secrets } from "./secrets.ts";
import { podSecurity, security } from "./security.ts";
import { selectors } from "./selectors.ts";
import { services } from "./services.ts";
import type { Rule } from "./spot.ts";
import { storage } from "./storage.ts";
import { variables } from "./variables.ts";
import { volumes } from "./volumes.ts";
import { workloads } from "./workloads.ts";

const RULES: readonly Rule[] = [
  names,
  labels,
  newerFields,
  selectors,
  workloads,
  containers,
  volumes,
  devices,
  ports,
  probes,
  resources,
  autoscalers,
  disruptionBudgets,
  configuration,
  priorities,
  networkPolicies,
  ciliumPolicies,
  roles,
  bindings,
  externalSecrets,
  applications,
  projects,
  placement,
  security,
  podSecurity,
  variables,
  mounts,
  jobs,
  services,
  endpoints,
  ingresses,
  secrets,
  storage,
  extensions,
  monitoring,
  dashboards,
  httpRequests,
];

/** What the API server, or the operator a kind belongs to, would refuse although every field has the right shape. */
export function checkMeaning(manifest: Readonly<Record<string, unknown>>, kubernetes: string): readonly Complaint[] {
  const release = Number(kubernetes.slice(kubernetes.indexOf(".") + 1));
  return RULES.flatMap((rule) => rule({ value: manifest, path: [] }, release));
}
