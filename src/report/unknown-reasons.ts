/** What nobody could look at; instances without a price are named together. */
export const unknownReasons = (unknown: readonly string[]): readonly string[] =>
  [...Map.groupBy(unknown, kindOf).values()].map(grouped);

const PRICE = /^(no .*\bprice) of (\S+) (in .* is known)$/;

function kindOf(text: string): string {
  const [, what, , where] = PRICE.exec(text) ?? [];
  return what === undefined ? text : `${what} ${where}`;
}

const NAMED = 3;

function grouped(texts: readonly string[]): string {
  const [first = ""] = texts;
  const [, what = "", , where = ""] = PRICE.exec(first) ?? [];
  if (texts.length === 1 || what === "") return first;
  const names = texts.map((text) => PRICE.exec(text)?.[2] ?? "");
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : "";
  return `${what} of ${names.slice(0, NAMED).join(", ")}${more} ${where}`;
}
