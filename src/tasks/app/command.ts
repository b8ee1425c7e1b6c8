import { didYouMean } from "../../config/index.ts";
import { COMMENT } from "../../mistakes/comment.ts";

/** One command of a comment, as it was typed. */
export type Command =
  | { readonly kind: "plan" | "advise" | "compare" | "rollback" | "help" }
  | { readonly kind: "what-if"; readonly changes: readonly { readonly key: string; readonly value: string }[] }
  | { readonly kind: "approve"; readonly sha: string };

export type ParsedCommand =
  | { readonly kind: "command"; readonly command: Command }
  /** The first line is not for us. */
  | { readonly kind: "none" }
  /** It is for us, and cannot be understood; `advice` says what to write. */
  | { readonly kind: "mistake"; readonly found: string; readonly advice: string };

const NAMES = ["plan", "advise", "what-if", "compare", "approve", "rollback", "help"] as const;
const LONGEST_LINE = 1000;

/** Reads the first line of a comment; everything below it is talk. Quoted and indented lines are nobody's command. */
export function parseCommand(body: string): ParsedCommand {
  const line = (/^[^\r\n]*/.exec(body)?.[0] ?? "").slice(0, LONGEST_LINE).trimEnd();
  const [start = "", name = "", ...rest] = line.split(/\s+/);
  if (start !== "/loadline") return { kind: "none" };
  if (name === "") return { kind: "command", command: { kind: "help" } };
  const known = NAMES.find((one) => one === name);
  if (known === undefined) return mistake(name, COMMENT.unknownCommand(NAMES, didYouMean(name, NAMES)));
  if (known === "what-if") return whatIf(rest);
  if (known === "approve") return approve(rest);
  return rest.length === 0
    ? { kind: "command", command: { kind: known } }
    : mistake(rest.join(" "), COMMENT.nothingBehind(known));
}

const mistake = (found: string, { advice }: { readonly advice: string }): ParsedCommand => ({
  kind: "mistake",
  found: found.slice(0, 200),
  advice,
});

function approve([sha = "", ...rest]: readonly string[]): ParsedCommand {
  if (/^[0-9a-f]{7,40}$/.test(sha) && rest.length === 0) return { kind: "command", command: { kind: "approve", sha } };
  return mistake([sha, ...rest].join(" ") || "which commit", COMMENT.noCommit);
}

const PAIR = /^([A-Za-z][\w.-]*(?:\[\d+\])*(?:\.[\w-]+)*)=(\S+)$/;

function whatIf(words: readonly string[]): ParsedCommand {
  const changes = words
    .map((word) => PAIR.exec(word))
    .map((match) => match && { key: match[1] ?? "", value: match[2] ?? "" });
  const bad = words.find((_, index) => changes[index] === null);
  if (words.length === 0) return mistake(COMMENT.nothingToChange.found, COMMENT.nothingToChange);
  if (bad !== undefined) return mistake(bad, COMMENT.noPair);
  return { kind: "command", command: { kind: "what-if", changes: changes.filter((change) => change !== null) } };
}
