import { type Environment, secretsOf } from "../ports/environment.ts";
import type { Answer } from "../tasks/answer.ts";
import { diagnose } from "../tasks/app/doctor.ts";
import { appPatient } from "../world.ts";
import { readSettings } from "./environment.ts";
import { openLog } from "./log.ts";

/** `doctor`: looks at the installation that this environment describes. What is wrong with the environment itself is thrown. */
export async function doctor(environment: Environment, version: string): Promise<Answer> {
  const settings = readSettings(environment);
  const log = openLog(secretsOf(environment, "log"), () => undefined);
  const { github, argocd, database, metrics } = await appPatient(environment, { ...settings, version }, log);
  const { publicUrl } = settings;
  return diagnose({ github, argocd, database, metrics, publicUrl, hosts: github.hosts, gitops: github.gitops });
}
