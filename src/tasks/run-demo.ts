import { join } from "node:path";
import { COMMAND_LINE } from "../mistakes/command-line.ts";
import { InputError } from "../ports/failure.ts";
import type { World } from "../ports/world.ts";
import type { Answer, TextStyle } from "./answer.ts";
import { answerValidate } from "./answer-validate.ts";
import { commitDeployments } from "./commit-deployments.ts";
import type { ForecastOptions } from "./forecast-deployments.ts";
import { scaffold } from "./init-repository.ts";
import { planDeployments } from "./plan-deployments.ts";
import { renderToFolder } from "./render-deployments.ts";
import { reviewChange } from "./review-change.ts";
import { DEFAULT_KUBERNETES } from "./validate-manifests.ts";

/** How the demonstration runs and where it speaks. */
export interface DemoOptions {
  /** Folder to make; everything is written below it. */
  readonly out: string;
  /** Unix seconds of midnight UTC. */
  readonly now: number;
  readonly say: (text: string) => Promise<void>;
  readonly style: TextStyle;
}

/** What was made, for scripts. */
export interface DemoResult {
  readonly config: string;
  readonly pullRequest: string;
  readonly rendered: string;
  readonly gitops: string;
  readonly report: string;
  readonly comment: string;
}

/** The whole job on an example: a configuration repository, a pull request against it, its review, manifests, a commit. */
export async function runDemo(demo: DemoOptions, world: World): Promise<DemoResult> {
  const place = placesBelow(demo.out);
  await refuseForeign(demo.out, world);
  const options = { ...FORECAST, now: demo.now };
  const chapter = chapters(demo);
  await chapter(
    "A configuration repository, as `loadline init` makes it",
    await scaffold({ directory: place.config, today: demo.now }, world),
  );
  const models = join(place.config, "models/chat.yaml");
  await chapter(`loadline plan ${models}`, await planDeployments([models], world, options));
  await proposeChange(place, demo.now, world);
  await demo.say("\nSomebody opens a pull request: one replica on a cheaper card, to save money.\n");
  const review = await reviewChange({ base: place.config, head: place.pullRequest }, world, options);
  await writeReports(place, review, world);
  await chapter(
    `loadline render ${models} --out ${place.rendered}`,
    await renderToFolder({ named: [models], target: { out: place.rendered } }, world, options),
  );
  await chapter(
    `loadline validate ${place.rendered}`,
    await answerValidate(
      { paths: [place.rendered], kubernetes: DEFAULT_KUBERNETES, schemas: null, server: false },
      world,
    ),
  );
  const target = { repository: place.gitops, branch: "main", override: [], pullRequest: null };
  await startGitOps(place.gitops, world);
  await chapter(
    `loadline commit ${models} --repo ${place.gitops} --branch main`,
    await commitDeployments({ ...target, named: [models] }, world, options),
  );
  await chapter(`loadline diff ${place.config} ${place.pullRequest}`, review);
  await demo.say(
    `\nThe report to open:      ${place.report}\nThe comment as Markdown: ${place.comment}\nThe commit:              git -C ${place.gitops} show --stat\n`,
  );
  return place;
}

const FORECAST: ForecastOptions = {
  now: 0,
  seed: 1,
  horizonSeconds: 30 * 86_400,
  trafficScale: 1,
  lengthScale: { input: 1, output: 1 },
  traffic: null,
  progress: () => undefined,
};

function placesBelow(out: string): DemoResult {
  return {
    config: join(out, "config"),
    pullRequest: join(out, "pull-request"),
    rendered: join(out, "rendered"),
    gitops: join(out, "gitops"),
    report: join(out, "report/index.html"),
    comment: join(out, "report/comment.md"),
  };
}

const MARK = ".loadline-demo";

/** Only a folder that is new, or that an earlier demonstration made, is written to. */
async function refuseForeign(out: string, world: World): Promise<void> {
  const files = await world.files.list(out);
  if (files === null || files.length === 0 || files.includes(MARK)) {
    await world.files.clear(out);
    await world.files.write(out, new Map([[MARK, "Made by loadline demo; safe to delete.\n"]]));
    return;
  }
  throw new InputError([
    { file: out, line: null, column: null, at: "--out", ...COMMAND_LINE.demoFolderTaken(files.length) },
  ]);
}

/** The pull request: the same repository with a cheaper card and a single replica. */
async function proposeChange(place: DemoResult, today: number, world: World): Promise<void> {
  await scaffold({ directory: place.pullRequest, today }, world);
  const bytes = await world.files.read(join(place.config, "models/chat.yaml"));
  const text = new TextDecoder().decode(bytes ?? new Uint8Array());
  const changed = text
    .replace("instance: g5.2xlarge", "instance: g6.xlarge")
    .replace("minReplicas: 2, maxReplicas: 6", "minReplicas: 1, maxReplicas: 2");
  await world.files.write(place.pullRequest, new Map([["models/chat.yaml", changed]]));
}

async function writeReports(place: DemoResult, review: Answer, world: World): Promise<void> {
  const html = (await review.html?.()) ?? "";
  const files = new Map([
    ["index.html", html],
    ["comment.md", review.markdown?.() ?? ""],
    ["report.json", `${JSON.stringify(review.document(), null, 2)}\n`],
  ]);
  await world.files.write(join(place.report, ".."), files);
}

async function startGitOps(path: string, world: World): Promise<void> {
  await world.createRepository(path, "main");
}

/** Prints an answer under the command that gives it. */
function chapters(demo: DemoOptions): (title: string, answer: Answer) => Promise<void> {
  return async (title, answer) => {
    await demo.say(
      `\n── ${title} ${"─".repeat(Math.max(0, demo.style.width - title.length - 4))}\n\n${answer.text(demo.style)}`,
    );
  };
}
