import { DIAGNOSIS } from "../../mistakes/diagnosis.ts";
import type { GitHubApp, InstalledOn, Registration } from "../../ports/github-app.ts";
import { type Diagnosis, failureOf, ok, problem } from "./doctor-lines.ts";

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

type Permissions = Registration["permissions"];

/** What of app.yml is not granted there. */
export const lackingIn = (permissions: Permissions): readonly string[] =>
  Object.entries(NEEDED_PERMISSIONS)
    .filter(([name, level]) => permissions[name] !== level && permissions[name] !== "write")
    .map(([name, level]) => `${name}: ${level}`);

interface Patient {
  readonly github: Pick<GitHubApp, "installations">;
}

/** What the owner of each account makes of the App: whoever installed it earlier has to accept what it asks for since then. */
export async function installationsOf({ github }: Patient, registration: Registration): Promise<readonly Diagnosis[]> {
  try {
    const installed = await github.installations();
    if (installed.length === 0) return [problem("installation", DIAGNOSIS.notInstalled)];
    if (installed.every(({ isServed }) => !isServed)) {
      return [problem("installation", DIAGNOSIS.noneServed(installed.map(({ account }) => account)))];
    }
    return await Promise.all(installed.map((one) => installationOf(one, registration)));
  } catch (error) {
    return [failureOf("installation", error)];
  }
}

async function installationOf(one: InstalledOn, registration: Registration): Promise<Diagnosis> {
  const { account, url, permissions } = one;
  const id = `installation of ${account}`;
  if (!one.isServed) return { ...ok(id, "LOADLINE_ACCOUNTS leaves it out"), state: "skipped" };
  if (one.isSuspended) return { id, state: "warning", ...DIAGNOSIS.suspended(url) };
  // What the App does not ask for, nobody can accept.
  const unasked = lackingIn(registration.permissions);
  const lacking = lackingIn(permissions).filter((name) => !unasked.includes(name));
  if (lacking.length > 0) return problem(id, DIAGNOSIS.notAccepted(account, lacking, url));
  try {
    return ok(id, `on ${(await one.repositories()).length} repositories, with all permissions of app.yml`);
  } catch (error) {
    return failureOf(id, error);
  }
}
