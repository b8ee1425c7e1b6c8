import { createHash } from "node:crypto";
import { plain } from "../../report/index.ts";
import { trailersIn } from "./message.ts";

const PREFIX = "loadline";
/** Characters of a line that a pull request shows. */
const LONGEST = 400;

/** What a pull request leads to, and the folders that its deployments own there. */
export interface Proposal {
  readonly into: string;
  readonly folders: readonly string[];
}

/**
 * The branch that a pull request for these deployments leads from: the same for the same ones, so that there is one pull request for
 * them. A name alone says too little: another cluster, another branch may hold the same. No namespace begins with an underscore.
 */
export function proposalBranch({ into, folders }: Proposal): string {
  const sorted = [...new Set(folders)].sort();
  const digest = createHash("sha256")
    .update(JSON.stringify([into, ...sorted]))
    .digest("hex")
    .slice(0, 12);
  const [only] = sorted;
  const name = only === undefined || sorted.length > 1 ? "_several" : only.split("/").slice(-2).join("/");
  return `${PREFIX}/${name}/${digest}`;
}

/** Title and text of the pull request, from the message of its commit. */
export function describeProposal(message: string, into: string): { readonly title: string; readonly body: string } {
  const [title = "", ...rest] = message.trim().split("\n");
  const trailers = trailersIn(message) ?? new Map<string, string>();
  const source = trailers.get("Loadline-Pull-Request") ?? trailers.get("Loadline-Source-Repository") ?? null;
  const said = rest.filter((line) => line.trim() !== "" && !isTrailer(line, trailers));
  const lines = [
    ...said.map((line) => `- ${plain(line, LONGEST)}`),
    "",
    ...(source === null ? [] : [`From ${plain(source, LONGEST)}.`, ""]),
    `Merging deploys it: Argo CD follows \`${plain(into, 100)}\`. loadline keeps this branch up to date as long as nobody else commits to it.`,
  ];
  return { title, body: `${lines.join("\n").trim()}\n` };
}

const isTrailer = (line: string, trailers: ReadonlyMap<string, string>): boolean =>
  [...trailers].some(([name, value]) => line === `${name}: ${value}`);
