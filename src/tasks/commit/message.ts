import { withoutPassword } from "../../render/source-address.ts";

/** Where a commit comes from; null = not known. */
export interface Provenance {
  /** owner/name, or a path. */
  readonly sourceRepository: string | null;
  readonly sourceRevision: string | null;
  /** URL or owner/name#number. */
  readonly pullRequest: string | null;
  /** The forecast in one line. */
  readonly forecast: string | null;
  /** The source commit, as Argo CD shows it beside the rendered one. */
  readonly reference: ReferenceCommit | null;
  /** The commit whose files are brought back, in full; absent in any other commit. */
  readonly restores?: string;
}

export interface ReferenceCommit {
  /** `Name <address>` */
  readonly author: string | null;
  readonly sha: string | null;
  readonly subject: string | null;
  readonly body: string | null;
  readonly repoUrl: string | null;
  /** RFC 3339, as `git show -s --format=%aI` prints it. */
  readonly date: string | null;
}

const RESTORES = "Loadline-Restores";
const LONGEST_SUBJECT = 200;
const LONGEST_TRAILER = 1000;

/**
 * Subject, text and trailers, parted by empty lines. Nothing in a value can start a line of its own, so a pull request's title
 * cannot forge a trailer. Trailer names of Argo CD: argo-cd.readthedocs.io, source hydrator, "commit tracking".
 */
export function describeCommit(text: string, provenance: Provenance): string {
  const [subject = "", ...rest] = text.trim().split("\n");
  const body = rest.map(withoutControls).join("\n").trim();
  const trailers = trailersOf(provenance).flatMap(([name, value]) => {
    const line = value === null ? "" : oneLine(value, LONGEST_TRAILER);
    return line === "" ? [] : [`${name}: ${line}`];
  });
  const parts = [oneLine(subject, LONGEST_SUBJECT) || "Update manifests", body, trailers.join("\n")];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

/** The trailers of a commit that loadline wrote, by name; null for anybody else's. */
export function trailersIn(message: string): ReadonlyMap<string, string> | null {
  const last =
    message
      .trim()
      .split(/\n{2,}/)
      .at(-1) ?? "";
  const lines = last.split("\n").flatMap((line) => {
    const [, name = "", value = ""] = /^([A-Za-z][\w-]*): (.+)$/.exec(line) ?? [];
    return name === "" ? [] : [[name, value] as const];
  });
  return lines.some(([name]) => name.startsWith("Loadline-")) ? new Map(lines) : null;
}

/** The commit that another one brought back, and what that one came from. */
export function provenanceIn(trailers: ReadonlyMap<string, string>): Provenance & { readonly restored: string | null } {
  const value = (name: string): string | null => trailers.get(name) ?? null;
  return {
    sourceRepository: value("Loadline-Source-Repository"),
    sourceRevision: value("Loadline-Source-Revision"),
    pullRequest: value("Loadline-Pull-Request"),
    forecast: value("Loadline-Forecast"),
    reference: null,
    restored: value(RESTORES),
  };
}

function trailersOf(provenance: Provenance): (readonly [string, string | null])[] {
  const reference = provenance.reference;
  return [
    ["Loadline-Source-Repository", withoutPassword(provenance.sourceRepository)],
    ["Loadline-Source-Revision", provenance.sourceRevision],
    ["Loadline-Pull-Request", provenance.pullRequest],
    ["Loadline-Forecast", provenance.forecast],
    [RESTORES, only(provenance.restores, /^[0-9a-f]{1,64}$/)],
    ["Argocd-reference-commit-author", only(reference?.author, /^[^<>]+ <[^<>\s]+@[^<>\s]+>$/)],
    ["Argocd-reference-commit-sha", only(reference?.sha, /^[0-9a-f]{5,40}$/)],
    ["Argocd-reference-commit-subject", reference?.subject ?? null],
    ["Argocd-reference-commit-body", quoted(reference?.body ?? null)],
    ["Argocd-reference-commit-repourl", only(withoutPassword(reference?.repoUrl ?? null), /^[a-z+]+:\/\/\S+$/)],
    ["Argocd-reference-commit-date", only(reference?.date, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$/)],
  ];
}

/** Argo CD drops what it cannot read; we do not write it. */
const only = (value: string | null | undefined, shape: RegExp): string | null =>
  value !== null && value !== undefined && shape.test(value) ? value : null;

/** Argo CD wants the body as a JSON string; it is left out rather than cut in the middle of one. */
function quoted(body: string | null): string | null {
  if (body === null || body.trim() === "") return null;
  const text = JSON.stringify(body.split("\n").map(withoutControls).join("\n").trim());
  return text.length > LONGEST_TRAILER ? null : text;
}

/** Control, bidi and other invisible characters; tabs become spaces. */
const withoutControls = (line: string): string => line.replaceAll("\t", " ").replaceAll(/\p{C}/gu, "").trimEnd();

function oneLine(text: string, longest: number): string {
  const line = withoutControls(text.replaceAll(/\s+/g, " ")).trim();
  const letters = [...line];
  return letters.length > longest ? `${letters.slice(0, longest - 1).join("")}…` : line;
}
