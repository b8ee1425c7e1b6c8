import { onTestFinished } from "vitest";
import { DIAGNOSIS } from "../../../src/mistakes/diagnosis.ts";
import { OutsideError } from "../../../src/ports/failure.ts";
import type { GitHubApp, Registration } from "../../../src/ports/github-app.ts";
import { diagnose, NEEDED_EVENTS, NEEDED_PERMISSIONS, type Patient } from "../../../src/tasks/app/doctor.ts";
import { fakeCodeHost, sha } from "../../fakes/code-host.ts";
import { fakeGitOps } from "../../fakes/gitops.ts";
import { SETTINGS } from "../../support/config-repository.ts";
import { showEach } from "../../support/mistakes.ts";

const HOOK = "https://loadline.example.com/api/github/webhooks";
const WELL: Registration = {
  ...{ slug: "loadline", permissions: NEEDED_PERMISSIONS, events: NEEDED_EVENTS },
  ...{ hookUrl: HOOK, deliveries: [{ status: 202, at: "2026-11-25T00:00:00Z" }] },
};

/** What `doctor` says of an installation where all is well but for these. */
const examined =
  (changes: { readonly registration?: Partial<Registration>; readonly patient?: Partial<Patient> }) => async () => {
    const host = fakeCodeHost({ [sha("a")]: { "loadline.yaml": SETTINGS } });
    onTestFinished(() => host.close());
    const github = { registration: async () => ({ ...WELL, ...changes.registration }) } as unknown as GitHubApp;
    const repository = { ...host, defaultHead: async () => sha("a") };
    const answer = await diagnose({
      ...{ github, database: async () => undefined, argocd: null, publicUrl: "https://loadline.example.com" },
      hosts: { repository: async () => repository, repositories: async () => ["acme/serving"] },
      gitops: async () => fakeGitOps(),
      ...changes.patient,
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

showEach("diagnosis", DIAGNOSIS, {
  systemFails: [
    failing(new OutsideError("database", "connect ECONNREFUSED 10.0.0.7:5432", true)),
    "database: connect ECONNREFUSED 10.0.0.7:5432. Trying again may help.",
  ],
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
  notInstalled: [patient({ hosts: { repository: async () => null, repositories: async () => [] } })],
  mayNotWrite: [patient({ gitops: async () => null }), "example/gitops"],
  noBranch: [patient({ gitops: async () => withoutMain() }), "example/gitops", "main"],
});

/** A repository whose only branch has another name. */
function withoutMain() {
  const repository = fakeGitOps();
  return { ...repository, branch: async () => ({ kind: "missing", branches: ["trunk"] }) as const };
}
