import { type FitAnswer, fitByName, type ServingByName } from "../../planner/index.ts";
import { didYouMean } from "../config/index.ts";
import { commandLineError, type InputError } from "../ports/failure.ts";
import { fitJson, fitText } from "../report/index.ts";
import type { Answer } from "./answer.ts";

/** `fit`: whether a model fits a GPU, part by part, and what would hold it if not. */
export function fitModel(question: ServingByName): Answer {
  const answer = fitByName(question);
  if (answer.kind === "unknown") throw unknownId(answer);
  if (answer.kind === "unknownVersion") return refusedVersion(answer);
  return {
    code: answer.fit.fits ? 0 : 1,
    document: () => fitJson(answer.fit),
    text: (style) => fitText({ question, ...answer }, style),
  };
}

function refusedVersion({ engine, version, known }: Extract<FitAnswer, { kind: "unknownVersion" }>): Answer {
  const message = `${engine} ${version} is not known; the memory laws here hold for ${known[0]} to ${known.at(-1)}.`;
  return {
    code: 1,
    document: () => ({ schema: "loadline.fit/v1", error: { kind: "refused", message } }),
    text: () => `${message}\n`,
  };
}

function unknownId({ what, id, nearest }: Extract<FitAnswer, { kind: "unknown" }>): InputError {
  const near = what === "model" ? nearestKnown(nearest) : (didYouMean(id, nearest) ?? "");
  const wanted = what === "model" ? "a model of the catalogue" : `one of: ${nearest.join(", ")}`;
  const advice = near === "" ? "Check the spelling." : near;
  return commandLineError(`--${what}`, { found: id, wanted, advice });
}

/** Names to try instead of an id that the catalogue does not have. */
export const nearestKnown = (nearest: readonly string[]): string =>
  nearest.length > 0
    ? `Nearest known: ${nearest.join(", ")}.`
    : "Check the spelling on huggingface.co; nothing known is near.";
