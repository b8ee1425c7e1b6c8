import { type ChildProcess, spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { freePort } from "./free-port.ts";
import { type GitServer, startGitServer } from "./git-server.ts";
import type { RealCluster } from "./real-cluster.ts";

/** Where `test/support/argo-cd/build.sh` puts the program. */
const program = join(process.env["LOADLINE_ARGO_CD"] ?? join(homedir(), ".cache/loadline/argo-cd"), "argo-cd");

/** Why nothing can be synced here; null where it can. */
export const noArgoCd = existsSync(program) ? null : "no Argo CD (test/support/argo-cd/build.sh builds one)";

/** The status of an Application, as far as tests read it. */
export interface Application {
  readonly metadata: { readonly name: string };
  readonly status?: {
    readonly sync?: { readonly status?: string; readonly revision?: string };
    readonly health?: { readonly status?: string };
    readonly conditions?: readonly { readonly type: string; readonly message: string }[];
    readonly resources?: readonly AppliedResource[];
    readonly operationState?: { readonly phase?: string; readonly message?: string };
  };
}

interface AppliedResource {
  readonly kind: string;
  readonly name: string;
  readonly status?: string;
  readonly health?: { readonly status?: string; readonly message?: string };
}

/** A real Argo CD in a cluster, which reads `https://github.com/<owner>/<name>.git` from the bare repositories of a folder. */
export interface ArgoCd {
  /** Its own API, and the token of an account that may read Applications there. */
  readonly api: { readonly url: string; readonly token: string };
  readonly applications: () => Promise<readonly Application[]>;
  readonly stop: () => void;
}

/** Signs what Argo CD gives out for an account; `jti` is the name under which it knows that. */
const SIGNING_KEY = "of-a-test";
const ISSUED = { id: "1", iat: 1_780_000_000 };
const TOKEN = signed({ iss: "argocd", sub: "loadline:apiKey", jti: ISSUED.id, iat: ISSUED.iat, nbf: ISSUED.iat });

function signed(claims: object): string {
  const parts = [{ alg: "HS256", typ: "JWT" }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString("base64url"),
  );
  const text = parts.join(".");
  return `${text}.${createHmac("sha256", SIGNING_KEY).update(text).digest("base64url")}`;
}

const APPLICATIONS = "/apis/argoproj.io/v1alpha1/namespaces/argocd/applications";

/** Starts the parts that sync and notify, as an installation of Argo CD has them, for one repository. */
export async function startArgoCd(cluster: RealCluster, repositories: string, url: string): Promise<ArgoCd> {
  const certificates = join(cluster.folder, "certificates");
  const git = await startGitServer(repositories, {
    cert: readFileSync(join(certificates, "apiserver.crt"), "utf8"),
    key: readFileSync(join(certificates, "apiserver.key"), "utf8"),
  });
  for (const one of installation(git, url)) await cluster.store(JSON.stringify(one));
  const api = await freePort();
  const parts = await startParts(cluster, api);
  return {
    api: { url: `http://127.0.0.1:${api}`, token: TOKEN },
    applications: async () => (await cluster.client.read<{ items: Application[] }>(APPLICATIONS))?.items ?? [],
    stop: () => {
      for (const part of parts) part.kill("SIGKILL");
      git.stop();
    },
  };
}

/** What the installation manifest of Argo CD brings, as far as these parts read it, and the way to the repository. */
function installation(git: GitServer, url: string): readonly object[] {
  const named = (name: string, kind: "ConfigMap" | "Secret" = "ConfigMap", labels = {}) => ({
    ...{ apiVersion: "v1", kind },
    metadata: { name, namespace: "argocd", labels: { "app.kubernetes.io/part-of": "argocd", ...labels } },
  });
  const everything = [{ group: "*", kind: "*" }];
  const destinations = [{ server: "*", namespace: "*" }];
  return [
    { apiVersion: "v1", kind: "Namespace", metadata: { name: "argocd" } },
    ...["argocd-notifications-cm", "argocd-gpg-keys-cm"].map((name) => named(name)),
    { ...named("argocd-cm"), data: { "accounts.loadline": "apiKey" } },
    { ...named("argocd-rbac-cm"), data: { "policy.csv": "p, loadline, applications, get, */*, allow" } },
    ...["argocd-ssh-known-hosts-cm", "argocd-tls-certs-cm"].map((name) => named(name)),
    named("argocd-notifications-secret", "Secret"),
    {
      ...named("argocd-secret", "Secret"),
      stringData: { "server.secretkey": SIGNING_KEY, "accounts.loadline.tokens": JSON.stringify([ISSUED]) },
    },
    {
      ...named("repository", "Secret", { "argocd.argoproj.io/secret-type": "repository" }),
      stringData: { type: "git", url, proxy: git.proxy, insecure: "true" },
    },
    {
      ...{ apiVersion: "argoproj.io/v1alpha1", kind: "AppProject" },
      metadata: { name: "default", namespace: "argocd" },
      spec: { sourceRepos: ["*"], destinations, clusterResourceWhitelist: everything },
    },
  ];
}

async function startParts(cluster: RealCluster, api: number): Promise<readonly ChildProcess[]> {
  const folder = join(cluster.folder, "argo-cd");
  mkdirSync(folder);
  const redis = `127.0.0.1:${await freePort()}`;
  const repositories = await freePort();
  const environment = {
    ...process.env,
    ...{ HOME: folder, TMPDIR: folder, KUBECONFIG: cluster.kubeconfig, ARGOCD_FAKE_IN_CLUSTER: "true" },
    ...{ ARGOCD_GPG_ENABLED: "false", ARGOCD_ASK_PASS_SOCK: join(folder, "ask-pass.sock") },
  };
  const start = (args: readonly string[]) =>
    spawn(program, args, {
      ...{ cwd: folder, env: environment },
      stdio: ["pipe", "ignore", "ignore"],
    });
  const metrics = async () => `--metrics-port=${await freePort()}`;
  const kubernetes = ["--namespace=argocd", `--kubeconfig=${cluster.kubeconfig}`];
  const server = `127.0.0.1:${repositories}`;
  return [
    ["redis", redis],
    [
      "repo-server",
      `--port=${repositories}`,
      await metrics(),
      "--disable-tls",
      `--redis=${redis}`,
      "--revision-cache-expiration=3s",
    ],
    [
      ...["application-controller", ...kubernetes, await metrics(), `--redis=${redis}`],
      ...[
        `--repo-server=${server}`,
        "--repo-server-plaintext",
        "--app-resync=10",
        "--app-resync-jitter=0",
        "--persist-resource-health",
      ],
    ],
    [
      ...["server", ...kubernetes, await metrics(), `--port=${api}`, "--insecure", `--redis=${redis}`],
      ...[`--repo-server=${server}`, "--repo-server-plaintext"],
    ],
    [
      ...["notifications", ...kubernetes, await metrics()],
      ...[`--argocd-repo-server=${server}`, "--argocd-repo-server-plaintext"],
    ],
  ].map(start);
}
