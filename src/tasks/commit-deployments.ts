import { OWN_FINDINGS, policies } from "../../planner/index.ts";
import { didYouMean } from "../config/index.ts";
import { commandLineError, OutsideError } from "../ports/failure.ts";
import type { CommitResult, TreeView } from "../ports/gitops.ts";
import type { World } from "../ports/world.ts";
import type { RenderInput } from "../render/input.ts";
import { argocdFolderOf, folderOf, namespaceFolderOf } from "../render/layout/paths.ts";
import { commitText, findingJson, planText } from "../report/index.ts";
import type { Answer } from "./answer.ts";
import { inventoryPath, readInventory } from "./commit/inventory.ts";
import { commitDocument, commitManifests, describeCommit, type PreparedFiles } from "./commit-manifests.ts";
import { type ForecastOptions, type LocatedForecast, locateIn } from "./forecast-deployments.ts";
import { judgeDeployments } from "./judge-deployments.ts";
import { loadDeployments } from "./load-deployments.ts";
import { isRefusal } from "./plan-deployments.ts";
import { invalidManifests } from "./render-deployments.ts";
import { renderInputs } from "./render-inputs.ts";
import { renderDeployments } from "./render-manifests.ts";
import { DEFAULT_KUBERNETES } from "./validate-manifests.ts";

/** Where to commit, and which blocking findings the user takes on himself. */
export interface CommitTarget {
  readonly named: readonly string[];
  readonly repository: string;
  readonly branch: string;
  readonly override: readonly string[];
}

/** `commit`: forecasts, renders, validates and commits. A blocking verdict that nobody overrides writes nothing. */
export async function commitDeployments(target: CommitTarget, world: World, options: ForecastOptions): Promise<Answer> {
  target.override.forEach(refuseUnknown);
  const loaded = await loadDeployments(target.named, world.sources);
  const located = await judgeDeployments(loaded, world, options);
  if (located.some((one) => isBlocked(one, target.override))) return blocked(located);
  const inputs = await renderInputs(located, world);
  const { files, invalid } = await renderDeployments(inputs, world, { kubernetes: DEFAULT_KUBERNETES });
  if (invalid.length > 0) return invalidManifests(files.size, invalid);
  const repository = await world.openRepository(target.repository);
  const shared = [...new Set(inputs.flatMap((input) => [argocdFolderOf(input), namespaceFolderOf(input)]))];
  const result = await commitManifests(
    { repository, random: world.random, wait: world.wait },
    {
      branch: target.branch,
      startFrom: null,
      owned: [...inputs.map(folderOf), ...shared.filter((folder) => hasFileBelow(files, folder))],
      prepare: async (base) => prepared(base, files, { inputs, shared }),
      at: world.clock.now(),
    },
  );
  if (result.kind === "conflict") throw new OutsideError(repository.name, result.detail.replace(/\.$/, ""), true);
  return answerOf(result, target);
}

/** Folders that several deployments share keep what earlier commits of other deployments put there. */
async function prepared(
  base: TreeView,
  files: ReadonlyMap<string, string>,
  about: { inputs: readonly RenderInput[]; shared: readonly string[] },
): Promise<PreparedFiles> {
  const all = new Map(files);
  const inventories = await base.read(about.shared.map(inventoryPath));
  for (const folder of about.shared) {
    const listed = readInventory(folder, inventories.get(inventoryPath(folder)) ?? new Uint8Array());
    const others = [...(listed?.keys() ?? [])].filter((path) => !all.has(path));
    for (const [path, content] of await base.read(others)) all.set(path, new TextDecoder().decode(content));
  }
  return { files: all, message: messageOf(about.inputs) };
}

function messageOf(inputs: readonly RenderInput[]): string {
  const names = inputs.map(({ deployment }) => `${deployment.namespace}/${deployment.name}`);
  const [first] = inputs;
  const title = names.length <= 3 ? `Deploy ${names.join(", ")}` : `Deploy ${names.length} model servers`;
  const lines = inputs.map((input, index) => `${names[index]}: ${input.forecast["summary"] ?? ""}`);
  return describeCommit([title, "", ...lines].join("\n"), {
    sourceRepository: first?.source.repository ?? null,
    sourceRevision: first?.source.revision ?? null,
    pullRequest: null,
    forecast: first?.forecast["summary"] ?? null,
    reference: null,
  });
}

/** An override that means nothing would look like one that was not needed. */
function refuseUnknown(id: string): void {
  const ids = [...OWN_FINDINGS, ...Object.keys(policies)];
  if (ids.includes(id)) return;
  throw commandLineError("--override", {
    found: id,
    wanted: "the id of a finding, as a report shows it",
    advice: didYouMean(id, ids) ?? "`loadline plan FILE --json` lists the findings with their ids.",
  });
}

function isBlocked({ forecast }: LocatedForecast, override: readonly string[]): boolean {
  if (!isRefusal(forecast)) return false;
  return forecast.findings.some(({ severity, id }) => severity === "blocking" && !override.includes(id));
}

const NOTHING_COMMITTED = { schema: "loadline.commit/v1", commit: null, changed: false, paths: [] };

function blocked(located: readonly LocatedForecast[]): Answer {
  const forecasts = located.map(({ forecast }) => forecast);
  const locate = locateIn(located);
  return {
    code: 1,
    document: () => ({
      ...NOTHING_COMMITTED,
      reason: "the verdict is blocking",
      findings: forecasts.flatMap(({ name, findings }) => findings.map((one) => findingJson(one, name, locate))),
    }),
    text: (style) =>
      `${planText(forecasts, { ...style, locate })}\nNothing was committed: the verdict is blocking. To commit all the same, name the finding: --override ID.\n`,
  };
}

function answerOf(result: CommitResult, target: CommitTarget): Answer {
  const document = commitDocument(result);
  return {
    code: document === null ? 1 : 0,
    document: () => document ?? { ...NOTHING_COMMITTED, reason: reasonOf(result) },
    text: () => commitText({ ...target, result }),
  };
}

/** Why nothing was committed; null when something was. */
function reasonOf(result: CommitResult): string | null {
  if (result.kind === "committed" || result.kind === "unchanged") return null;
  return "path" in result ? `${result.path}: ${result.detail}` : result.detail;
}

const hasFileBelow = (files: ReadonlyMap<string, string>, folder: string): boolean =>
  [...files.keys()].some((path) => path.startsWith(`${folder}/`));
