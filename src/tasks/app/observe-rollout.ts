import type { AppWorld } from "../../ports/app-world.ts";
import type { CodeHost } from "../../ports/code-host.ts";
import type { ConfigSource } from "../../ports/config-source.ts";
import { InputError } from "../../ports/failure.ts";
import type { Work } from "../../ports/work-queue.ts";
import { folderOf } from "../../render/layout/paths.ts";
import { code, observeMarkdown, plain } from "../../report/index.ts";
import { type LoadedDeployment, loadAll } from "../load-deployments.ts";
import { observe } from "../observe-deployment.ts";
import type { ObservationHistory } from "../observe-history.ts";
import { mistakeSentences } from "./mistakes.ts";
import { type ObservedPart, writeObservationComment } from "./observe-comment.ts";
import { stretchAfter } from "./observe-later.ts";
import { DONE, type WorkOutcome } from "./outcome.ts";
import { publicWorld } from "./review-options.ts";
import type { Rollout } from "./rollout.ts";
import { applicationKey, observationsKey, rolloutKey } from "./rollout-memory.ts";
import { rootsOf, sourceBelow } from "./roots.ts";

type Observing = Extract<Work, { kind: "observe" }>;

/** `observe`: what a merge deployed, held against what Prometheus measured since. Nothing of a fork is; nor of what another merge
 *  has changed meanwhile. */
export async function observeRollout(app: AppWorld, host: CodeHost, { number, days }: Observing): Promise<WorkOutcome> {
  const known = (await app.memory.read<readonly Rollout[]>(rolloutKey(host.repository, number))) ?? [];
  const rollouts = await stillOurs(app, known);
  const pull = rollouts.length === 0 ? null : await host.pullRequest(number);
  if (pull === null || pull.isFork || pull.mergeCommit === null) return DONE;
  const source = await host.source(pull.mergeCommit);
  try {
    const parts: ObservedPart[] = [];
    for (const { rollout, one } of await deployed(source, rollouts)) {
      const stretch = stretchAfter(rollout, days, app.world.clock.now());
      if (stretch === null) return { kind: "again", afterSeconds: 3600, why: "the time to look at is not over" };
      parts.push(await observedPart(app, host, { one, ...stretch }));
    }
    if (parts.length > 0) await writeObservationComment(host, { number, days, parts });
    return DONE;
  } finally {
    await source.close();
  }
}

/** Those that have reached their cluster, and that no later merge has deployed again. */
async function stillOurs({ memory }: AppWorld, rollouts: readonly Rollout[]): Promise<readonly Rollout[]> {
  const ours: Rollout[] = [];
  for (const rollout of rollouts) {
    const { name, namespace } = rollout.application;
    const latest = await memory.read<{ repository: string; number: number }>(applicationKey(namespace, name));
    const isLatest = latest === null || (latest.repository === rollout.repository && latest.number === rollout.number);
    if (rollout.state === "success" && isLatest) ours.push(rollout);
  }
  return ours;
}

interface Deployed {
  readonly rollout: Rollout;
  readonly one: LoadedDeployment;
}

/** The files of a merge whose traffic a Prometheus measures, with what was rolled out of them. */
async function deployed(source: ConfigSource, rollouts: readonly Rollout[]): Promise<readonly Deployed[]> {
  const all = (await everyDeployment(source)).filter(
    ({ located }) => located.value.traffic?.source.kind === "prometheus",
  );
  return rollouts.flatMap((rollout) =>
    all.filter((one) => placeOf(one) === rollout.folder).map((one) => ({ rollout, one })),
  );
}

const placeOf = ({ located, settings }: LoadedDeployment): string => folderOf({ deployment: located.value, settings });

const nameOf = ({ located: { value } }: LoadedDeployment): string => `${value.namespace}/${value.name}`;

async function everyDeployment(source: ConfigSource): Promise<readonly LoadedDeployment[]> {
  const found = await rootsOf(source);
  const roots = found.length === 0 ? [""] : found;
  const loaded: LoadedDeployment[] = [];
  for (const root of roots) {
    loaded.push(...(await loadAll(sourceBelow(source, root, roots), (path) => `${root}${path}`)));
  }
  return loaded;
}

interface Looked {
  readonly one: LoadedDeployment;
  readonly from: number;
  readonly to: number;
}

/** What cannot be compared says why, beside those that can. */
async function observedPart(app: AppWorld, host: CodeHost, { one, from, to }: Looked): Promise<ObservedPart> {
  const key = observationsKey(host.repository, placeOf(one));
  const history = await app.memory.read<ObservationHistory>(key);
  const past = { one, kept: null, basis: "a forecast from the traffic that was known before" };
  // Another version served before: it says nothing about this engine.
  const alone = { traffic: null, prometheus: null, selector: null, comparesBefore: false, progress: () => undefined };
  const planner = app.planner === null ? {} : { planner: app.planner };
  try {
    const world = publicWorld(app, { isFork: false });
    const observed = await observe(past, world, {
      options: { from, to, now: to, seed: 1, ...alone, ...planner },
      history,
    });
    if (observed.kind === "refused") return notCompared(one, [plain(observed.message)]);
    await app.memory.write(key, observed.history);
    return { deployment: nameOf(one), text: observeMarkdown(observed.report) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return notCompared(one, mistakeSentences(error.problems));
  }
}

const notCompared = (one: LoadedDeployment, sentences: readonly string[]): ObservedPart => ({
  deployment: nameOf(one),
  text: `### ${code(nameOf(one), 160)}: not compared\n\n${sentences.map((text) => `- ${text}`).join("\n")}\n`,
});
