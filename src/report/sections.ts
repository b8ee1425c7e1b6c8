/** A part of a comment, kept or left out as a whole. */
export interface Section {
  /** What the reader is told when it is left out. */
  readonly name: string;
  /** The lowest rank finds room first; the order on the page is the order in the list. */
  readonly rank: number;
  /** Its text in at most `room` characters; null when it does not fit. */
  readonly build: (room: number) => string | null;
  /** The part it hangs under; without that one it is left out too. */
  readonly under?: Section;
}

/** GitHub refuses 65,536 characters; the rest is for what others add to the comment. */
export const COMMENT_LIMIT = 60_000;
const NOTE = 600;

/** A part that is either there or not. */
export const fixed = (name: string, rank: number, text: string): Section => ({
  name,
  rank,
  build: (room) => (text.length <= room ? text : null),
});

/** Joins what fits, never cutting inside a part, and says what was left out. */
export function joinSections(sections: readonly Section[], limit = COMMENT_LIMIT): string {
  const kept = new Map<Section, string>();
  const missing: Section[] = [];
  let room = limit - NOTE;
  for (const section of sections.toSorted((a, b) => a.rank - b.rank)) {
    const isOrphan = section.under !== undefined && !kept.has(section.under);
    const text = isOrphan ? null : section.build(room - 2);
    if (text === null) missing.push(section);
    else if (text !== "") {
      kept.set(section, text);
      room -= text.length + 2;
    }
  }
  const body = sections.flatMap((section) => kept.get(section) ?? []);
  return `${[...body, ...leftOutNote(missing)].join("\n\n")}\n`;
}

function leftOutNote(missing: readonly Section[]): readonly string[] {
  if (missing.length === 0) return [];
  const names = listed([...new Set(missing.map(({ name }) => name))], NOTE - 200);
  return [`<sub>Left out for length: ${names}. \`loadline diff\` and its report show all of it.</sub>`];
}

/** `a, b, and 3 more`: as many names as there is room for. */
export function listed(names: readonly string[], room: number): string {
  const shown: string[] = [];
  let left = room;
  for (const name of names) {
    left -= name.length + 2;
    if (left < 0) break;
    shown.push(name);
  }
  const more = names.length - shown.length;
  if (more === 0) return shown.join(", ");
  return shown.length === 0 ? `${more} parts` : `${shown.join(", ")}, and ${more} more`;
}
