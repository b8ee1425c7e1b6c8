/** Breaks a sentence at spaces so that it fits, but never between a number and its unit; a word longer than the width
 *  stands alone on its line. */
export function wrapped(text: string, width: number, indents: { first: string; next: string }): readonly string[] {
  const lines: string[] = [];
  let line = "";
  let indent = indents.first;
  for (const word of tied(text).split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && indent.length + longer.length > width) {
      lines.push(`${indent}${line}`);
      indent = indents.next;
      line = word;
    } else {
      line = longer;
    }
  }
  return [...lines, `${indent}${line}`].map((done) => done.replaceAll(TIE, " "));
}

/** Numbers and their units joined by spaces that do not break. */
export const tied = (text: string): string => text.replace(NUMBER_AND_UNIT, `$1${TIE}`);

const TIE = "\u00a0";
const NUMBER_AND_UNIT = /(\d) (?=(?:s|ms|min|h|days|%|[KMGT]i?B?)(?:[\s,.;:)]|$))/g;
