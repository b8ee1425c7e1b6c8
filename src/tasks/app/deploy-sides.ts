import type { Settings } from "../../../planner/index.ts";
import type { AppWorld } from "../../ports/app-world.ts";
import type { CodeHost } from "../../ports/code-host.ts";
import { InputError } from "../../ports/failure.ts";
import type { PullRequest, RepositoryName } from "../../ports/pull-request.ts";
import { folderOf, type Placed } from "../../render/layout/paths.ts";
import { applicationName } from "../../render/view/application.ts";
import { code, plain } from "../../report/index.ts";
import type { LocatedForecast } from "../forecast-deployments.ts";
import { type LoadedDeployment, loadSettings } from "../load-deployments.ts";
import { renderInputs } from "../render-inputs.ts";
import { changedPairs, type Pair, type Sides } from "../review-sides.ts";
import { approvalOf, uncovered } from "./approvals.ts";
import { commitMerge } from "./commit-merge.ts";
import { mistakeSentences } from "./mistakes.ts";
import { judgeFor } from "./review-options.ts";
import { applicationKey, broughtBy, broughtKey, forgetBrought, NOTHING_TOLD, type Told } from "./rollout-memory.ts";

const refusing = (...refused: readonly string[]): Told => ({ ...NOTHING_TOLD, refused });

export interface Merge {
  readonly host: CodeHost;
  readonly pull: PullRequest;
  readonly merge: string;
  readonly sides: Sides;
}

/** One configuration repository of a merge: commits what it changed, unless it is `kept`: deployed already. Mistakes are refusals. */
export async function deploySides(app: AppWorld, about: Merge, kept: ReadonlySet<string>): Promise<Told> {
  try {
    return await committed(app, about, kept);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return refusing(...mistakeSentences(error.problems));
  }
}

async function committed(app: AppWorld, about: Merge, kept: ReadonlySet<string>): Promise<Told> {
  const { host, pull, sides } = about;
  const settings = await loadSettings(sides.head.source, sides.head.shown);
  const all = settings.gitops === null ? [] : ((await changedPairs(sides)) ?? []);
  const open = all.filter(({ head }) => head === null || !kept.has(folderOf(placeOf(head))));
  const { changed, overtaken } = await stillNewest(app, about, open);
  if (changed.length === 0) return refusing(...overtaken);
  const loaded = changed.flatMap(({ head }) => head ?? []);
  const located = await judgeFor(app, { isFork: false }, sides.powers ?? sides.head)(loaded, () => undefined);
  const refused = await refusals(app, about, { settings, located });
  if (refused.length > 0) return refusing(...refused, ...overtaken);
  const pullRequest = { number: String(pull.number), url: pull.url };
  const provenance = async () => ({ repository: host.repository, revision: about.merge, pullRequest });
  const inputs = await renderInputs(located, { provenance });
  const removed = goneFrom(changed);
  const told = await commitMerge(app, about, { settings, inputs, removed, trusted: sides.powers ?? sides.head });
  await remember(app, host.repository, { told, located, removed });
  return { ...told, refused: [...told.refused, ...overtaken] };
}

interface Landed {
  readonly told: Told;
  readonly located: readonly LocatedForecast[];
  readonly removed: readonly Placed[];
}

/** Keeps what each deployment was forecast to do: the overview shows it as long as it stands. */
async function remember({ memory, world }: AppWorld, repository: RepositoryName, landed: Landed): Promise<void> {
  const { told, located, removed } = landed;
  const byFolder = new Map(located.map(({ forecast, loaded }) => [folderOf(placeOf(loaded)), forecast]));
  for (const rollout of told.rollouts) {
    const forecast = byFolder.get(rollout.folder);
    if (forecast !== undefined) await memory.write(broughtKey(rollout), broughtBy(forecast));
  }
  if (told.removed.length === 0) return;
  const now = world.clock.now().getTime();
  for (const place of removed) await forgetBrought(memory, { repository, folder: folderOf(place) }, now);
}

interface Newest {
  readonly changed: readonly Pair[];
  readonly overtaken: readonly string[];
}

/** Work comes in any order: what a later merge has deployed already must not be taken back to how it was before. */
async function stillNewest(app: AppWorld, { host, pull, merge }: Merge, pairs: readonly Pair[]): Promise<Newest> {
  const changed: Pair[] = [];
  const overtaken: string[] = [];
  for (const pair of pairs) {
    const one = pair.head ?? pair.base;
    const latest = one === null ? null : await app.memory.read<Deployer>(applicationKeyOf(placeOf(one)));
    const isOther = latest !== null && latest.repository === host.repository && latest.number !== pull.number;
    const other = isOther ? ((await host.pullRequest(latest.number))?.mergeCommit ?? null) : null;
    if (other === null || !(await host.contains(other, merge))) changed.push(pair);
    else
      overtaken.push(`${code(nameOf(pair), 160)}: ${plain(`#${latest?.number}`)}, merged later, decides about it now.`);
  }
  return { changed, overtaken };
}

interface Deployer {
  readonly repository: RepositoryName;
  readonly number: number;
}

const nameOf = ({ head, base }: Pair): string => {
  const value = (head ?? base)?.located.value;
  return value === undefined ? "" : `${value.namespace}/${value.name}`;
};

const applicationKeyOf = (place: Placed): string =>
  applicationKey(place.settings.argocd.namespace, applicationName(place));

/** Where deployments lay that are gone, or lie elsewhere now. */
function goneFrom(changed: readonly Pair[]): readonly Placed[] {
  const kept = new Set(changed.flatMap(({ head }) => (head === null ? [] : [folderOf(placeOf(head))])));
  return changed
    .flatMap(({ base }) => (base === null ? [] : [placeOf(base)]))
    .filter((place) => !kept.has(folderOf(place)));
}

const placeOf = ({ located, settings }: LoadedDeployment): Placed => ({ deployment: located.value, settings });

interface Judged {
  readonly settings: Settings;
  readonly located: readonly LocatedForecast[];
}

/** Why a merge is not deployed: the same findings that failed its check, unless somebody took them on himself. */
async function refusals(
  app: AppWorld,
  { host, pull }: Merge,
  { settings, located }: Judged,
): Promise<readonly string[]> {
  const { repository } = host;
  const approval = await approvalOf(app.memory, repository, pull);
  return located.flatMap(({ forecast }) => {
    const name = code(forecast.name, 80);
    if (forecast.verdict === "unknown")
      return [`${name}: ${plain(forecast.findings[0]?.message ?? "no forecast", 400)}`];
    const left = uncovered(forecast.findings, approval, settings);
    return left.map(({ id, message, action }) => `${name}: ${code(id)} ${plain(message, 400)}. ${plain(action, 400)}`);
  });
}
