import { type FitAnswer, fitByName, type ServingByName } from "../../planner/index.ts";
import { didYouMean } from "../config/index.ts";
import { fitJson, fitText } from "../report/index.ts";
import type { Answer } from "./answer.ts";

/** `fit`: whether a model fits a GPU, part by part, and what would hold it if not. */
export function fitModel(question: ServingByName): Answer {
  const answer = fitByName(question);
  if (answer.kind === "unknown") return refused(unknownText(answer));
  if (answer.kind === "unknownVersion") return refused(versionText(answer));
  return {
    code: answer.fit.fits ? 0 : 1,
    document: () => fitJson(answer.fit),
    text: (style) => fitText({ question, ...answer }, style),
  };
}

/** What is asked for may well exist; loadline knows nothing of it. */
const refused = (message: string): Answer => ({
  code: 1,
  document: () => ({ schema: "loadline.fit/v1", error: { kind: "refused", message } }),
  text: () => `${message}\n`,
});

const versionText = ({ engine, version, known }: Extract<FitAnswer, { kind: "unknownVersion" }>): string =>
  `${engine} ${version} is not known; the memory laws here hold for ${known[0]} to ${known.at(-1)}.`;

function unknownText({ what, id, nearest }: Extract<FitAnswer, { kind: "unknown" }>): string {
  if (what === "model") return `${id} is not a model of the catalogue. ${nearestKnown(nearest)}`;
  const near = didYouMean(id, nearest) ?? "Check the spelling.";
  return `${id} is no ${what} that is known. ${near} Known: ${nearest.join(", ")}.`;
}

/** Names to try instead of an id that the catalogue does not have. */
export const nearestKnown = (nearest: readonly string[]): string =>
  nearest.length > 0
    ? `Nearest known: ${nearest.join(", ")}.`
    : "Check the spelling on huggingface.co; nothing known is near.";
