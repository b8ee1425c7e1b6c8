import type { Settings } from "../../../planner/index.ts";
import { DIAGNOSIS } from "../../mistakes/diagnosis.ts";
import type { AppWorld } from "../../ports/app-world.ts";
import type { RepositoryName } from "../../ports/pull-request.ts";
import { loadSettings } from "../load-deployments.ts";
import { type Diagnosis, failureOf, ok, problem } from "./doctor-lines.ts";
import { namelessIn, type PatientMetrics } from "./doctor-metrics.ts";
import { rootsOf, sourceBelow } from "./roots.ts";

interface Patient extends Pick<AppWorld, "hosts" | "gitops"> {
  readonly metrics: PatientMetrics;
}

/** Repositories that are looked into; an organisation may have thousands. */
const MOST = 50;

/** What the Settings of the repositories need from outside. */
export async function repositoriesOf(patient: Patient): Promise<readonly Diagnosis[]> {
  try {
    const names = await patient.hosts.repositories();
    const looked: Diagnosis[] = [];
    for (const name of names.slice(0, MOST)) looked.push(...(await repositoryOf(patient, name)));
    if (names.length <= MOST) return looked;
    const found = `the first ${MOST} of ${names.length} were looked into`;
    return [{ ...ok("repositories", found), state: "skipped" }, ...looked];
  } catch (error) {
    return [failureOf("repositories", error)];
  }
}

/** Of its default branch, as far as that can be read. */
async function repositoryOf(patient: Patient, name: RepositoryName): Promise<readonly Diagnosis[]> {
  try {
    const host = await patient.hosts.repository(name);
    const tip = (await host?.defaultHead()) ?? null;
    if (host === null || tip === null) return [];
    const source = await host.source(tip);
    try {
      const found: Diagnosis[] = [];
      const roots = await rootsOf(source);
      for (const root of roots) {
        const settings = await loadSettings(sourceBelow(source, root, roots), (path) => `${name}/${root}${path}`);
        found.push(...(await settingsOf(patient, `${name}/${root}loadline.yaml`, settings)));
      }
      return found;
    } finally {
      await source.close();
    }
  } catch (error) {
    return [failureOf(`settings of ${name}`, error)];
  }
}

async function settingsOf(patient: Patient, file: string, settings: Settings): Promise<readonly Diagnosis[]> {
  const nameless = namelessIn(Object.keys(settings.prometheus), patient.metrics).map(({ name, variable }) =>
    problem(`prometheus of ${file}`, DIAGNOSIS.noAddress(name, variable)),
  );
  return settings.gitops === null ? nameless : [await gitopsOf(patient, file, settings.gitops), ...nameless];
}

/** Whether what the Settings name can be committed to. */
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
