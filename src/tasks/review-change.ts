import { join } from "node:path";
import { COMMAND_LINE } from "../mistakes/command-line.ts";
import { commandLineError, type InputError } from "../ports/failure.ts";
import type { World } from "../ports/world.ts";
import { diffHtml, diffJson, diffMarkdown, diffText } from "../report/index.ts";
import type { Answer } from "./answer.ts";
import type { ForecastOptions } from "./forecast-deployments.ts";
import { SETTINGS_FILE } from "./load-deployments.ts";
import { isRefusal } from "./plan-deployments.ts";
import { reviewSides, type Side, type Sides } from "./review-sides.ts";

type ReviewWorld = Pick<World, "sources" | "traffic" | "metrics" | "files" | "templates">;

/** `diff`: two folders, or two revisions of the repository one stands in. */
export async function reviewChange(
  sides: { readonly base: string; readonly head: string },
  world: ReviewWorld,
  options: ForecastOptions,
): Promise<Answer> {
  const base = await openSide(sides.base, world);
  const head = await openSide(sides.head, world);
  try {
    return await answerFor({ base, head }, world, options);
  } finally {
    await base.source.close();
    await head.source.close();
  }
}

async function openSide(name: string, world: ReviewWorld): Promise<Side> {
  if (await world.sources.isFolder(name)) {
    return { name, source: await world.sources.folder(name), shown: (path) => join(name, path) };
  }
  // Revisions are of the whole configuration repository, in whichever of its folders somebody stands.
  const source = await world.sources.revision(await world.sources.rootOf(SETTINGS_FILE), name);
  return { name: source.description, source, shown: (path) => path };
}

async function answerFor(sides: Sides, world: ReviewWorld, options: ForecastOptions): Promise<Answer> {
  const reviewed = await reviewSides(sides, world, options);
  if (reviewed === null) throw nothingToReview(sides);
  const { review, locate } = reviewed;
  return {
    code: isRefusal(review) ? 1 : 0,
    document: () => diffJson(review, locate),
    text: (style) => diffText(review, { ...style, locate }),
    markdown: () => diffMarkdown(review, locate),
    html: () => diffHtml(review, locate),
  };
}

const nothingToReview = ({ base, head }: Sides): InputError =>
  commandLineError("", COMMAND_LINE.nothingToReview(base.name, head.name));
