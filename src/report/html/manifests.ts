import type { ManifestChange } from "../../../planner/index.ts";
import { linesChanged, totalLines } from "../line-counts.ts";
import { visibleLines } from "../visible.ts";
import { CHANGE_SIGN, counted } from "../wording.ts";
import { escaped, html, type Markup, NOTHING, raw } from "./markup.ts";
import { folded, heading } from "./parts.ts";

/** Characters of diffs on one page; what is beyond is named. */
const MOST = 250_000;
const MOST_FILES = 400;

/** What changes in the cluster, each file folded. */
export function manifestPart(manifests: readonly ManifestChange[]): Markup {
  if (manifests.length === 0) return NOTHING;
  const { added, removed } = totalLines(manifests);
  let room = MOST;
  const files = manifests.slice(0, MOST_FILES).map((manifest) => {
    const lines = diffLines(manifest.diff);
    const fits = lines.markup.length <= room;
    if (fits) room -= lines.markup.length;
    return folded(title(manifest), fits ? lines : html`<p class="muted">Too long to show here.</p>`);
  });
  const more = manifests.length - files.length;
  return html`${heading(2, `Manifests (+${added} −${removed})`)}
<p class="muted">${counted(manifests.length, "file")} would change in the GitOps repository.</p>
${files}${more > 0 ? html`<p class="muted">…and ${more} more.</p>` : NOTHING}`;
}

function title({ path, change, diff }: ManifestChange): Markup {
  const { added, removed } = linesChanged(diff);
  return html`${CHANGE_SIGN[change]} <code>${path}</code> <span class="met">+${added}</span> <span class="missed">−${removed}</span>`;
}

/** Added and removed lines carry their sign and their meaning, not colour alone. */
function diffLines(diff: string): Markup {
  const lines = visibleLines(diff)
    .replace(/\n+$/, "")
    .split("\n")
    .map((line) => marked(escaped(line)));
  return html`<pre tabindex="0">${raw(lines.join("\n"))}</pre>`;
}

function marked(line: string): string {
  if (line.startsWith("+") && !line.startsWith("+++")) return `<ins>${line}</ins>`;
  return line.startsWith("-") && !line.startsWith("---") ? `<del>${line}</del>` : line;
}
