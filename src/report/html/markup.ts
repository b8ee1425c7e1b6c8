import { visible } from "../visible.ts";
import { tied } from "../wrap.ts";

/** Markup that is safe to print. Made by `html` and `raw` alone, so nothing reaches a page unescaped by accident. */
export interface Markup {
  readonly markup: string;
}

type Value = string | number | Markup | readonly Markup[];

/** A template whose holes are escaped, unless they hold markup already. */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Markup {
  const parts = strings.map((text, index) => text + (index < values.length ? printed(values[index] ?? "") : ""));
  return { markup: parts.join("") };
}

/** Text of our own making: charts, style sheets. */
export const raw = (markup: string): Markup => ({ markup });

export const NOTHING: Markup = { markup: "" };

/** Text for an element or a quoted attribute. */
export function escaped(text: string): string {
  return text.replace(/[&<>"'`]/g, (character) => `&#${character.codePointAt(0)};`);
}

function printed(value: Value): string {
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return escaped(tied(visible(value, 2000)));
  return "markup" in value ? value.markup : value.map(({ markup }) => markup).join("");
}
