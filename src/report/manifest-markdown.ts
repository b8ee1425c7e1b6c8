import type { ManifestChange } from "../../planner/index.ts";
import { linesChanged, totalLines } from "./line-counts.ts";
import { code, details, fence } from "./markdown.ts";
import { listed, type Section } from "./sections.ts";
import { CHANGE_SIGN } from "./wording.ts";

/** What changes in the cluster, folded: whole files while there is room, then only their names. */
export function manifestSection(manifests: readonly ManifestChange[]): readonly Section[] {
  if (manifests.length === 0) return [];
  return [{ name: "the manifests", rank: 7, build: (room) => manifestDetails(manifests, room) }];
}

function manifestDetails(manifests: readonly ManifestChange[], room: number): string | null {
  const { added, removed } = totalLines(manifests);
  const summary = `Manifests (+${added} −${removed})`;
  const texts: string[] = [];
  const names: string[] = [];
  let left = room - details(summary, "").length - NAMES_ROOM;
  for (const manifest of manifests) {
    const text = `${title(manifest)}\n\n${fence(manifest.diff, "diff")}`;
    if (text.length + 2 <= left) {
      texts.push(text);
      left -= text.length + 2;
    } else {
      names.push(title(manifest));
    }
  }
  if (left < 0) return null;
  return details(summary, [...texts, ...namesOnly(names)].join("\n\n"));
}

/** Sign, path, and how many lines. */
function title({ path, change, diff }: ManifestChange): string {
  const { added, removed } = linesChanged(diff);
  return `${CHANGE_SIGN[change]} ${code(path, 200)} (+${added} −${removed})`;
}

/** Kept free for the names of files that are too long. */
const NAMES_ROOM = 3000;

function namesOnly(names: readonly string[]): readonly string[] {
  return names.length === 0 ? [] : [`Too long to show here: ${listed(names, NAMES_ROOM - 100)}.`];
}
