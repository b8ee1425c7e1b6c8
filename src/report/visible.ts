const LONGEST = 600;

/** Text from a file or a policy as it may be shown: one line, nothing that moves the cursor, reverses the writing direction
 *  or hides, and not longer than a reader would read. */
export function visible(text: string, longest = LONGEST): string {
  const plain = text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")
    .replace(/(?:\p{Cf}|\u034f|\u115f|\u1160|\u3164|\uffa0)/gu, "")
    .replace(/\p{Cs}/gu, "\ufffd")
    .replace(/\s+/g, " ")
    .trim();
  if (plain.length <= longest) return plain;
  // Cut between characters, never inside a surrogate pair.
  return `${[...plain.slice(0, longest)].slice(0, -1).join("")}…`;
}

/** Several lines (a diff): line ends and tabs stay, everything else as in `visible`. */
export function visibleLines(text: string): string {
  return text
    .replace(/\r\n?/g, "\n")
    .replace(/[^\P{Cc}\n\t]|[\p{Zl}\p{Zp}]/gu, "\ufffd")
    .replace(/\p{Cf}/gu, "")
    .replace(/\p{Cs}/gu, "\ufffd");
}
