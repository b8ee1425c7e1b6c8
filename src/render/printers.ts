/** How a template prints: the one helper it may use, and what that makes of a value. */
export interface Printer {
  readonly helper: string;
  readonly print: (value: unknown) => string;
}

/** JSON is YAML, always quoted: a value can become neither a key nor another type. */
const YAML: Printer = { helper: "yaml", print: (value) => JSON.stringify(value) };

/** Names of images, models and revisions. None of these characters means anything to a Dockerfile or a shell. */
export const PLAIN_WORD = /^[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,511}$/;

/** A Dockerfile has no quoting that holds everywhere, so what is not a plain word is refused, not quoted. */
const DOCKERFILE: Printer = {
  helper: "word",
  print: (value) => {
    if (typeof value === "string" && PLAIN_WORD.test(value)) return value;
    throw new Error(`${JSON.stringify(String(value).slice(0, 40))} is not a plain word`);
  },
};

/** By the name of what comes out. */
export function printerOf(template: string): Printer {
  return template.endsWith("/Dockerfile.hbs") ? DOCKERFILE : YAML;
}
