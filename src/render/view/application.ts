import type { RenderInput, View } from "../input.ts";
import { argocdFolderOf, folderOf, namespaceFolderOf } from "../layout/paths.ts";
import { withoutPassword } from "../source-address.ts";
import { ARGOCD_CLUSTER, clusterOf, isCluster, labelsOf, waveOf } from "./identity.ts";

/** Argo CD shows this much of a notice. */
const NOTICE_LENGTH = 500;

/** Tell loadline what becomes of this Application: `trigger.service`, both set up by `install.ts`. */
const SUBSCRIPTION = "notifications.argoproj.io/subscribe.loadline.loadline";

/** Which configuration repository an Application comes from. */
export const SOURCE_ANNOTATION = "loadline/source-repo";

/** Where Argo CD reads from; null when neither Settings nor the source name a repository, and then there is no Application. */
export function repositoryOf({
  settings,
  source,
}: RenderInput): { readonly url: string; readonly branch: string } | null {
  const named = settings.gitops?.repository ?? withoutPassword(source.repository);
  if (named === null || named === undefined) return null;
  const url = /^[\w.-]+\/[\w.-]+$/.test(named) ? `https://github.com/${named}.git` : named;
  return { url, branch: settings.gitops?.branch ?? "HEAD" };
}

/**
 * Has Argo CD ask the API server what would change: it would call what the server itself fills in, within lists of custom
 * resources, a difference for ever. Argo CD 2.10 and later.
 */
const COMPARISON = { "argocd.argoproj.io/compare-options": "ServerSideDiff=true" };

/** Data of `argocd/application.yaml.hbs`. */
export function applicationView(input: RenderInput): View {
  const { deployment } = input;
  const { name, namespace, scaling, platform } = deployment;
  return {
    ...applicationCore(input),
    name: applicationName(input),
    labels: labelsOf(input),
    annotations: { ...COMPARISON, ...waveOf("workload"), ...forecastAnnotations(input) },
    path: folderOf(input),
    server: clusterOf(input).server,
    destinationNamespace: namespace,
    // Whoever scales owns the field: Argo CD must not set it back. Managed platforms keep the number elsewhere.
    isAutoscaled: scaling.mode !== "fixed" && isCluster(platform.name),
    workload: name,
  };
}

/** The Application to apply by hand, once a cluster: it brings all the others. Data of `argocd/folder.yaml.hbs`. */
export function rootView(input: RenderInput): View {
  return folderView(input, {
    name: rootName(input),
    path: argocdFolderOf(input),
    // Applications live where Argo CD does, whatever cluster they deploy to.
    server: ARGOCD_CLUSTER,
  });
}

/** Brings the namespaces to the cluster the models go to. Data of `argocd/folder.yaml.hbs`. */
export function namespacesView(input: RenderInput): View {
  return folderView(input, {
    name: namespacesName(input),
    path: namespaceFolderOf(input),
    server: clusterOf(input).server,
  });
}

function folderView(input: RenderInput, folder: { name: string; path: string; server: string }): View {
  return {
    ...applicationCore(input),
    ...folder,
    labels: { "app.kubernetes.io/managed-by": "loadline" },
    annotations: { ...COMPARISON, ...waveOf("namespace") },
    destinationNamespace: input.settings.argocd.namespace,
  };
}

export const rootName = (input: RenderInput): string => `loadline-${clusterOf(input).name}`;
export const namespacesName = (input: RenderInput): string => `loadline-${clusterOf(input).name}.namespaces`;

function applicationCore(input: RenderInput) {
  const { argocd } = input.settings;
  const repository = repositoryOf(input);
  return {
    namespace: argocd.namespace,
    project: argocd.project,
    repoUrl: repository?.url ?? "",
    revision: repository?.branch ?? "",
  };
}

/** Dots part what may contain none, so no two deployments share a name: one Argo CD may serve several clusters that each have
 *  the same one. Its own cluster is not named: Argo CDs that track by label take 63 characters and no more. */
export function applicationName(input: Pick<RenderInput, "deployment" | "settings">): string {
  const { namespace, name } = input.deployment;
  const cluster = clusterOf(input);
  return [...(cluster.server === ARGOCD_CLUSTER ? [] : [cluster.name]), namespace, name].join(".");
}

function forecastAnnotations({ forecast, source }: RenderInput): Readonly<Record<string, string>> {
  const { pullRequest = null, deploymentId = null } = source;
  const said = Object.entries(forecast).map(([key, text]) => [`loadline/${key}`, text] as const);
  const notice = forecast["summary"]?.slice(0, NOTICE_LENGTH) ?? null;
  const known: readonly (readonly [string, string | null])[] = [
    [SOURCE_ANNOTATION, withoutPassword(source.repository)],
    ["loadline/source-sha", source.revision],
    ["loadline/source-pr", pullRequest?.number ?? null],
    ["loadline/deployment-id", deploymentId],
    ["link.argocd.argoproj.io/pull-request", webAddress(pullRequest?.url ?? null)],
    ["notice.argocd.argoproj.io/content", notice],
    ["notice.argocd.argoproj.io/url", notice === null ? null : webAddress(pullRequest?.url ?? null)],
    // Argo CD tells loadline what becomes of it; without the install files this does nothing.
    [SUBSCRIPTION, ""],
  ];
  return Object.fromEntries([
    ...said,
    ...known.flatMap(([key, text]) => (text === null ? [] : [[key, text] as const])),
  ]);
}

/** Argo CD shows it as a link: anything but http(s) would run in the reader's browser. */
const webAddress = (url: string | null): string | null => (url !== null && /^https?:\/\/\S+$/.test(url) ? url : null);
