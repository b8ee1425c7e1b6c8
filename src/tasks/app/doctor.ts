import { DIAGNOSIS } from "../../mistakes/diagnosis.ts";
import type { AppWorld } from "../../ports/app-world.ts";
import { OutsideError } from "../../ports/failure.ts";
import type { GitHubApp, Registration } from "../../ports/github-app.ts";
import type { RepositoryName } from "../../ports/pull-request.ts";
import { doctorText } from "../../report/index.ts";
import type { Answer } from "../answer.ts";
import { loadSettings } from "../load-deployments.ts";
import { rootsOf, sourceBelow } from "./roots.ts";

/** One thing that was looked at. `advice` says what to do; empty where nothing is to be done. */
export interface Diagnosis {
  readonly id: string;
  readonly state: "ok" | "warning" | "problem" | "skipped";
  readonly found: string;
  readonly advice: string;
  /** A system outside could not be asked, so that nobody knows; trying again may help. */
  readonly isOutside?: true;
}

/** What an installation stands on. */
export interface Patient extends Pick<AppWorld, "hosts" | "gitops" | "argocd" | "publicUrl"> {
  readonly github: GitHubApp;
  /** Throws where the database does not answer. */
  readonly database: () => Promise<void>;
}

/** What app.yml asks for; a test holds the two to each other. */
export const NEEDED_PERMISSIONS: Readonly<Record<string, "read" | "write">> = {
  checks: "write",
  contents: "write",
  deployments: "write",
  issues: "read",
  merge_queues: "read",
  metadata: "read",
  pull_requests: "write",
};

export const NEEDED_EVENTS: readonly string[] = [
  "check_run",
  "check_suite",
  "issue_comment",
  "merge_group",
  "pull_request",
  "repository",
];

/** `doctor`, as an answer: code 1 where something has to be mended here, 3 where a system outside did not answer. */
export async function diagnose(patient: Patient): Promise<Answer> {
  const checks = await examine(patient);
  const shown = checks.map(({ isOutside: _, ...check }) => check);
  return {
    code: codeOf(checks),
    document: () => ({ schema: "loadline.doctor/v1", checks: shown }),
    text: (style) => doctorText(checks, style),
  };
}

function codeOf(checks: readonly Diagnosis[]): 0 | 1 | 3 {
  const problems = checks.filter(({ state }) => state === "problem");
  if (problems.length === 0) return 0;
  return problems.some(({ isOutside }) => isOutside) ? 3 : 1;
}

/** Looks at an installation from the key to the GitOps repository, and says what to mend. Writes nothing at GitHub. */
export async function examine(patient: Patient): Promise<readonly Diagnosis[]> {
  const database = await asked("database", "answers", patient.database);
  const registration = await patient.github.registration().catch((error: unknown) => failureOf("github", error));
  if ("state" in registration) return [database, registration];
  return [
    database,
    ok("github", `knows the App ${registration.slug}`),
    permissionsOf(registration),
    eventsOf(registration),
    webhookOf(registration, patient.publicUrl),
    deliveriesOf(registration),
    ...(await repositoriesOf(patient)),
    await argoCdOf(patient),
  ];
}

const ok = (id: string, found: string): Diagnosis => ({ id, state: "ok", found, advice: "" });
const problem = (id: string, words: Pick<Diagnosis, "found" | "advice">): Diagnosis => ({
  ...{ id, state: "problem" },
  ...words,
});

async function asked(id: string, found: string, ask: () => Promise<unknown>): Promise<Diagnosis> {
  try {
    await ask();
    return ok(id, found);
  } catch (error) {
    return failureOf(id, error);
  }
}

function failureOf(id: string, error: unknown): Diagnosis {
  if (error instanceof OutsideError) {
    const failed = problem(id, DIAGNOSIS.systemFails(error.message));
    return error.retryable ? { ...failed, isOutside: true } : failed;
  }
  if (error instanceof Error) return problem(id, DIAGNOSIS.cannotAsk(error.message.split("\n")[0] ?? "fails"));
  throw error;
}

function permissionsOf({ permissions }: Registration): Diagnosis {
  const isGranted = ([name, level]: readonly [string, string]) =>
    permissions[name] === level || permissions[name] === "write";
  const missing = Object.entries(NEEDED_PERMISSIONS).filter((wanted) => !isGranted(wanted));
  if (missing.length === 0) return ok("permissions", "are those of app.yml");
  return problem("permissions", DIAGNOSIS.permissionsMissing(missing.map(([name, level]) => `${name}: ${level}`)));
}

function eventsOf({ events }: Registration): Diagnosis {
  const missing = NEEDED_EVENTS.filter((event) => !events.includes(event));
  if (missing.length === 0) return ok("events", "are those of app.yml");
  return problem("events", DIAGNOSIS.eventsMissing(missing));
}

const PATH = "/api/github/webhooks";

function webhookOf({ hookUrl }: Registration, publicUrl: string | null): Diagnosis {
  if (hookUrl === null) return { ...ok("webhook", "GitHub does not say where it sends"), state: "skipped" };
  const wanted = `${publicUrl ?? "https://YOUR-HOST"}${PATH}`;
  if (hookUrl === "") return problem("webhook", DIAGNOSIS.noHook(wanted));
  if (!hookUrl.endsWith(PATH)) return problem("webhook", DIAGNOSIS.otherHook(hookUrl, wanted));
  if (publicUrl !== null && hookUrl !== wanted) {
    return { id: "webhook", state: "warning", ...DIAGNOSIS.hookElsewhere(hookUrl, publicUrl, wanted) };
  }
  return ok("webhook", `goes to ${hookUrl}`);
}

function deliveriesOf({ deliveries }: Registration): Diagnosis {
  if (deliveries === null) return { ...ok("deliveries", "GitHub does not list them"), state: "skipped" };
  const lost = deliveries.filter(({ status }) => status < 200 || status > 299);
  if (deliveries.length === 0) return { ...ok("deliveries", "there were none yet"), state: "skipped" };
  if (lost.length === 0) return ok("deliveries", `the last ${deliveries.length} arrived`);
  const statuses = [...new Set(lost.map(({ status }) => status))];
  const say = statuses.includes(401) ? DIAGNOSIS.unsigned : DIAGNOSIS.lost;
  const state = lost.length === deliveries.length ? "problem" : "warning";
  return { id: "deliveries", state, ...say(lost.length, deliveries.length, statuses) };
}

/** Repositories that are looked into; an organisation may have thousands. */
const MOST = 50;

async function repositoriesOf(patient: Patient): Promise<readonly Diagnosis[]> {
  const names = await patient.hosts.repositories();
  if (names.length === 0) return [problem("installation", DIAGNOSIS.notInstalled)];
  const looked: Diagnosis[] = [];
  for (const name of names.slice(0, MOST)) looked.push(...(await repositoryOf(patient, name)));
  const head = ok("installation", `on ${names.length} repositories, ${looked.length} of them with a GitOps repository`);
  return [head, ...looked];
}

/** Whether what the Settings of a repository's default branch name can be committed to. */
async function repositoryOf(patient: Patient, name: RepositoryName): Promise<readonly Diagnosis[]> {
  const host = await patient.hosts.repository(name);
  const tip = (await host?.defaultHead()) ?? null;
  if (host === null || tip === null) return [];
  const source = await host.source(tip);
  try {
    const found: Diagnosis[] = [];
    const roots = await rootsOf(source);
    for (const root of roots) {
      const { gitops } = await loadSettings(sourceBelow(source, root, roots), (path) => `${name}/${root}${path}`);
      if (gitops !== null) found.push(await gitopsOf(patient, `${name}/${root}loadline.yaml`, gitops));
    }
    return found;
  } catch (error) {
    return [failureOf(`settings of ${name}`, error)];
  } finally {
    await source.close();
  }
}

async function gitopsOf(
  { gitops }: Patient,
  file: string,
  { repository: name, branch }: { readonly repository: string; readonly branch: string },
): Promise<Diagnosis> {
  const id = `gitops of ${file}`;
  try {
    const repository = await gitops(name as RepositoryName);
    if (repository === null) return problem(id, DIAGNOSIS.mayNotWrite(name));
    const state = await repository.branch(branch, []);
    if (state.kind === "found") return ok(id, `${name}, branch ${branch}`);
    return problem(id, DIAGNOSIS.noBranch(name, branch));
  } catch (error) {
    return failureOf(id, error);
  }
}

/** Any answer to a question about an Application that does not exist shows that address and token are right. */
async function argoCdOf({ argocd }: Patient): Promise<Diagnosis> {
  if (argocd === null) {
    return { ...ok("argocd", "is not asked: only its callbacks tell how a sync went"), state: "skipped" };
  }
  return asked("argocd", "answers", () => argocd.application("loadline-doctor", "argocd"));
}
