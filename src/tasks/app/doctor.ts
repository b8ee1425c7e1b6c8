import { DIAGNOSIS } from "../../mistakes/diagnosis.ts";
import type { AppWorld } from "../../ports/app-world.ts";
import type { GitHubApp, Registration } from "../../ports/github-app.ts";
import { doctorText } from "../../report/index.ts";
import type { Answer } from "../answer.ts";
import { installationsOf, lackingIn } from "./doctor-installations.ts";
import { asked, type Diagnosis, failureOf, ok, problem } from "./doctor-lines.ts";
import { metricsOf, type PatientMetrics } from "./doctor-metrics.ts";
import { repositoriesOf } from "./doctor-repositories.ts";

/** What an installation stands on. */
export interface Patient extends Pick<AppWorld, "hosts" | "gitops" | "argocd" | "publicUrl"> {
  readonly github: GitHubApp;
  /** Throws where the database does not answer. */
  readonly database: () => Promise<void>;
  readonly metrics: PatientMetrics;
}

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
    ...(await installationsOf(patient, registration)),
    ...(await repositoriesOf(patient)),
    ...(await metricsOf(patient.metrics)),
    await argoCdOf(patient),
  ];
}

function permissionsOf({ permissions }: Registration): Diagnosis {
  const missing = lackingIn(permissions);
  if (missing.length === 0) return ok("permissions", "are those of app.yml");
  return problem("permissions", DIAGNOSIS.permissionsMissing(missing));
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

/** Any answer to a question about an Application that does not exist shows that address and token are right. */
async function argoCdOf({ argocd }: Patient): Promise<Diagnosis> {
  if (argocd === null) {
    return { ...ok("argocd", "is not asked: only its callbacks tell how a sync went"), state: "skipped" };
  }
  return asked("argocd", "answers", () => argocd.application("loadline-doctor", "argocd"));
}
