import { openApi } from "../../../src/adapters/github/api.ts";
import { blobCache } from "../../../src/adapters/github/blob-cache.ts";
import { connectGitHub } from "../../../src/adapters/github/commits/connect.ts";
import { githubRepository } from "../../../src/adapters/github/commits/repository.ts";
import { readPull } from "../../../src/adapters/github/host/pulls.ts";
import { commitSource } from "../../../src/adapters/github/host/source.ts";
import { openMint } from "../../../src/adapters/github/installations.ts";
import { openPaces } from "../../../src/adapters/github/pace.ts";
import { readRegistration } from "../../../src/adapters/github/registration.ts";
import { processTurns } from "../../../src/adapters/store/in-process.ts";
import { GITHUB } from "../../../src/mistakes/github.ts";
import type { HostRefusal } from "../../../src/ports/code-host.ts";
import type { GitOpsRepository } from "../../../src/ports/gitops.ts";
import { insist, RefusedWrite } from "../../../src/tasks/app/refusal.ts";
import { type Answering, abandoned, answering, saying } from "../../support/answering.ts";
import { type GitHubDouble, githubDouble } from "../../support/github-commits.ts";
import { showEach, withPlacesNamed } from "../../support/mistakes.ts";
import { commitTo } from "../../support/scratch-git.ts";

const waits = { now: () => 0, wait: async () => undefined };
const SHA = "a".repeat(40);
const A = "clusters/prod/a.yaml";

/** Does something with a server whose address reads `github.example.com`. */
const told = (address: string, act: () => unknown): Promise<void> =>
  withPlacesNamed(act, [address.slice("http://".length), "github.example.com"]);
type Api = ReturnType<typeof openApi>;
const apiAt = (baseUrl: string): Api => {
  const say = async () => "token";
  return openApi(
    {
      baseUrl,
      pace: openPaces({ ...waits, turns: processTurns(waits.now) })("app"),
      now: waits.now,
      userAgent: "loadline/1",
    },
    { read: say, write: say },
  );
};
/** As the App asks, of a server that answers all alike. */
const asked =
  (answer: Answering, act: (api: Api) => unknown = (api) => api.get("GET /app")) =>
  async () => {
    const address = await answering(answer);
    await told(address, () => act(apiAt(address)));
  };
const refusing = (message: string, status = 403) => asked(saying(status, { message }));
/** What becomes of a write that is refused. */
const writing = (answer: Answering) =>
  asked(answer, async (api) => {
    const { detail, advice } = (await api.write("POST /repos/a/b/issues/1/comments", {})) as HostRefusal;
    throw new RefusedWrite(detail, advice);
  });
const source = (answer: Answering) =>
  asked(answer, async (api) => {
    const desk = {
      api,
      owner: "acme",
      repo: "serving",
      blobs: blobCache(1),
      author: { login: "loadline[bot]", appId: 1 },
    };
    return (await commitSource(desk, SHA)).read("models/chat.yaml");
  });
/** An open pull request whose base branch was deleted. */
const pulling = (answer: Answering) =>
  asked(answer, (api) =>
    readPull(
      { api, owner: "acme", repo: "serving", blobs: blobCache(1), author: { login: "loadline[bot]", appId: 1 } },
      1,
    ),
  );

/** As the command line asks, with a token of its own. */
const opened = (address: string, wait = waits.wait): GitOpsRepository =>
  githubRepository(
    connectGitHub({ GH_TOKEN: "token", GITHUB_API_URL: address }),
    { owner: "acme", name: "gitops" },
    { wait },
  );
const committing = (answer: Answering) => async () => {
  const address = await answering(answer);
  await told(address, () => opened(address).branch("main", []));
};
/** Commits to a GitHub in which something is wrong. */
const committingTo =
  (disturb: (github: GitHubDouble) => unknown, act = write) =>
  async () => {
    const github = await githubDouble();
    try {
      await disturb(github);
      await told(github.url, () => act(github.open()));
    } finally {
      await github.close();
    }
  };
const write = (repository: GitOpsRepository): Promise<unknown> => commitTo(repository, { files: { [A]: "a: 1\n" } });

async function otherTree(github: GitHubDouble): Promise<void> {
  const content = { path: "only.txt", mode: "100644", type: "blob", content: "x" };
  const { sha } = await github.api<{ sha: string }>("/git/trees", { method: "POST", body: { tree: [content] } });
  github.rewrite = ({ method, path }, body) =>
    method === "POST" && path === "git/trees" ? { ...(body as object), sha } : body;
}
const lost =
  (method: string) =>
  (github: GitHubDouble): void => {
    github.fault = (exchange) => (exchange.method === method ? "lost-before" : null);
  };
const propose = async (repository: GitOpsRepository) =>
  repository.proposals?.write({ branch: "loadline/chat", into: "main", title: "t", body: "b" });
const noTree = saying(404, { message: "Not Found" });
const tree: Answering = (response) =>
  saying(200, { tree: [{ path: "models/chat.yaml", type: "blob", mode: "100644", sha: SHA, size: 1 }] })(response);
/** A commit whose files are listed and cannot be read. */
function treeAlone(): Answering {
  let asked = 0;
  return (response) => (asked++ === 0 ? tree : noTree)(response);
}
const LATE = "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued";
/** The pull request, whatever is asked; but no branch. */
function openToNowhere(): Answering {
  const end = { ref: "gone", sha: SHA, repo: { full_name: "acme/serving" } };
  const pull = { number: 1, state: "open", merged_at: null, base: end, head: end, user: null, changed_files: 3_001 };
  const paths = [saying(200, pull), saying(200, { merge_base_commit: { sha: SHA } }), noTree];
  let asked = 0;
  return (response) => (paths[asked++] ?? noTree)(response);
}
const SAML = "Resource protected by organization SAML enforcement";

showEach("github", GITHUB, {
  tooManyFiles: [
    source(saying(200, { tree: [{ path: "a", type: "tree", mode: "040000", sha: SHA }], truncated: true })),
    100_000,
    40,
  ],
  archived: [writing(saying(403, { message: "Repository was archived so is read-only." }))],
  locked: [writing(saying(403, { message: "Unable to create comment because issue is locked." }))],
  notPermitted: [writing(saying(403, { message: "Resource not accessible by integration" }))],
  notUnderstood: [writing(saying(422, { message: "Validation Failed" }))],
  gone: [writing(noTree)],
  refusedWrite: [
    () => insist({ kind: "permission", detail: "Resource not accessible by integration", ...GITHUB.notPermitted }),
    "Resource not accessible by integration",
    GITHUB.notPermitted.advice,
  ],
  refused: [
    refusing("Resource not accessible by integration"),
    "Resource not accessible by integration",
    GITHUB.notPermitted.advice,
  ],
  limited: [asked(saying(429, { message: "slow down" }, { "retry-after": "900" })), 900, "slow down"],
  stillLimited: [
    asked(saying(429, { message: "slow down" }, { "retry-after": "900" }), async (api) => {
      await api.get("GET /app").catch(() => undefined);
      return api.get("GET /app");
    }),
    900,
  ],
  unreachable: [
    async () => {
      const address = await abandoned();
      await told(address, () => apiAt(address).get("GET /app"));
    },
    "connect ECONNREFUSED github.example.com",
  ],
  answers: [asked(saying(502, "")), 502],
  tokenRefused: [refusing("Bad credentials", 401), "Bad credentials"],
  otherTime: [asked(saying(401, { message: LATE }, { date: "" })), LATE],
  noApp: [asked(noTree, readRegistration)],
  noInstallation: [
    asked(noTree, (api) => openMint(api, waits.now)({ installationId: 7, repositories: null, permissions: {} })),
    7,
  ],
  noCommit: [source(noTree), SHA, "acme/serving"],
  noBase: [pulling(openToNowhere()), "gone", "acme/serving"],
  noBlob: [source(treeAlone()), SHA],
  tokenNotAccepted: [committing(saying(401, { message: "Bad credentials" }))],
  archivedForToken: [committing(saying(403, { message: "Repository was archived so is read-only." })), "acme/gitops"],
  singleSignOn: [committing(saying(403, { message: SAML }))],
  branchRules: [committing(saying(422, { message: "Repository rule violations found" }))],
  tokenTooWeak: [
    committing(saying(403, { message: "Resource not accessible by personal access token" })),
    "acme/gitops",
  ],
  requestRefused: [committing(saying(422, { message: "Validation Failed" })), 422],
  saysBesides: [committing(saying(403, { message: SAML })), GITHUB.singleSignOn, SAML],
  tooManyRequests: [committing(saying(429, { message: "slow down" }, { "retry-after": "900" })), 900],
  brokeOff: [committing((response) => response.destroy())],
  answeredWith: [committing(saying(502, "")), 502],
  branchNotMoved: [committingTo(lost("PATCH")), "main"],
  otherTree: [committingTo(otherTree), "README.md"],
  tooManyWaiting: [
    async () => {
      const address = await answering(saying(200, { commits: [], ahead_by: 251, behind_by: 0 }));
      await told(address, () => opened(address).ahead("loadline/chat", "main"));
    },
    251,
  ],
  noPullRequest: [committingTo(lost("POST"), propose), "loadline/chat"],
});
