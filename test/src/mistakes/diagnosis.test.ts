import { onTestFinished } from "vitest";
import { prometheusVariable } from "../../../src/adapters/prometheus.ts";
import { DIAGNOSIS } from "../../../src/mistakes/diagnosis.ts";
import { OutsideError } from "../../../src/ports/failure.ts";
import type { GitHubApp, InstalledOn, Registration } from "../../../src/ports/github-app.ts";
import { diagnose, NEEDED_EVENTS, type Patient } from "../../../src/tasks/app/doctor.ts";
import { NEEDED_PERMISSIONS } from "../../../src/tasks/app/doctor-installations.ts";
import type { PatientMetrics } from "../../../src/tasks/app/doctor-metrics.ts";
import { fakeCodeHost, sha } from "../../fakes/code-host.ts";
import { fakeGitOps } from "../../fakes/gitops.ts";
import { SETTINGS } from "../../support/config-repository.ts";
import { showEach } from "../../support/mistakes.ts";

const HOOK = "https://loadline.example.com/api/github/webhooks";
const WELL: Registration = {
  ...{ slug: "loadline", permissions: NEEDED_PERMISSIONS, events: NEEDED_EVENTS },
  ...{ hookUrl: HOOK, deliveries: [{ status: 202, at: "2026-11-25T00:00:00Z" }] },
};

const ON_ACME: InstalledOn = {
  ...{ account: "acme", url: "https://github.com/organizations/acme/settings/installations/5" },
  ...{ permissions: NEEDED_PERMISSIONS, isSuspended: false, isServed: true },
  repositories: async () => ["acme/serving"],
};

interface Changes {
  readonly registration?: Partial<Registration>;
  readonly installed?: readonly Partial<InstalledOn>[];
  readonly patient?: Partial<Patient>;
  /** Lines of the Settings. */
  readonly settings?: string;
}

/** What `doctor` says of an installation where all is well but for these. */
const examined =
  ({ registration = {}, installed = [{}], patient = {}, settings = "" }: Changes) =>
  async () => {
    const host = fakeCodeHost({ [sha("a")]: { "loadline.yaml": `${SETTINGS}${settings}` } });
    onTestFinished(() => host.close());
    const github = {
      registration: async () => ({ ...WELL, ...registration }),
      installations: async () => installed.map((one) => ({ ...ON_ACME, ...one })),
    } as unknown as GitHubApp;
    const repository = { ...host, defaultHead: async () => sha("a") };
    const answer = await diagnose({
      ...{ github, database: async () => undefined, argocd: null, publicUrl: "https://loadline.example.com" },
      hosts: { repository: async () => repository, repositories: async () => ["acme/serving"] },
      gitops: async () => fakeGitOps(),
      metrics: { variables: [], variableOf: prometheusVariable, open: () => Promise.reject() as never },
      ...patient,
    });
    const lines = (await answer.text({ width: 200, color: false })).split("\n");
    const wrong = lines.filter((line) => /^(✗|⚠| {4})/.test(line));
    if (wrong.length > 0) throw new Error(wrong.join("\n"));
  };
const registered = (registration: Partial<Registration>) => examined({ registration });
const patient = (changes: Partial<Patient>) => examined({ patient: changes });
const failing = (error: Error) => patient({ database: () => Promise.reject(error) });
const delivered = (...statuses: readonly number[]) =>
  registered({ deliveries: statuses.map((status) => ({ status, at: "2026-11-25T00:00:00Z" })) });

const UNKNOWN_KEY = {
  ...{ file: "acme/serving/loadline.yaml", line: 7, column: 1, at: "approver" },
  ...{ found: 'the unknown key "approver"', wanted: "a known one", advice: 'Did you mean "approvers"?' },
};

/** A server that is no Prometheus. */
const refusing: PatientMetrics = {
  ...{ variables: ["LOADLINE_PROMETHEUS_MAIN"], variableOf: prometheusVariable },
  open: () => ({ range: async () => ({ kind: "refused", message: "unknown function vector" }) }),
};

showEach("diagnosis", DIAGNOSIS, {
  systemFails: [
    failing(new OutsideError("database", "connect ECONNREFUSED 10.0.0.7:5432", true)),
    "database: connect ECONNREFUSED 10.0.0.7:5432. Trying again may help.",
  ],
  mistaken: [examined({ settings: "approver: [alice]\n" }), UNKNOWN_KEY],
  cannotAsk: [failing(new Error("self-signed certificate")), "self-signed certificate"],
  permissionsMissing: [registered({ permissions: { ...NEEDED_PERMISSIONS, checks: "read" } }), ["checks: write"]],
  eventsMissing: [registered({ events: NEEDED_EVENTS.slice(0, -1) }), NEEDED_EVENTS.slice(-1)],
  noHook: [registered({ hookUrl: "" }), HOOK],
  otherHook: [registered({ hookUrl: "https://loadline.example.com/hook" }), "https://loadline.example.com/hook", HOOK],
  hookElsewhere: [
    examined({ registration: { hookUrl: HOOK.replace("loadline", "old") } }),
    HOOK.replace("loadline", "old"),
    "https://loadline.example.com",
    HOOK,
  ],
  unsigned: [delivered(401, 401), 2, 2, [401]],
  lost: [delivered(502, 504), 2, 2, [502, 504]],
  notInstalled: [examined({ installed: [] })],
  noneServed: [examined({ installed: [{ isServed: false }] }), ["acme"]],
  suspended: [examined({ installed: [{ isSuspended: true }] }), ON_ACME.url],
  notAccepted: [
    examined({ installed: [{ permissions: { ...NEEDED_PERMISSIONS, merge_queues: "none" } }] }),
    "acme",
    ["merge_queues: read"],
    ON_ACME.url,
  ],
  noMetrics: [patient({ metrics: refusing }), "unknown function vector"],
  noAddress: [examined({ settings: "prometheus: { main-eu: {} }\n" }), "main-eu", "LOADLINE_PROMETHEUS_MAIN_EU"],
  mayNotWrite: [patient({ gitops: async () => null }), "example/gitops"],
  noBranch: [patient({ gitops: async () => withoutMain() }), "example/gitops", "main"],
});

/** A repository whose only branch has another name. */
function withoutMain() {
  const repository = fakeGitOps();
  return { ...repository, branch: async () => ({ kind: "missing", branches: ["trunk"] }) as const };
}
