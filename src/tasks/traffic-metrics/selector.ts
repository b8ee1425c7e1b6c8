/** `vllm:request_success_total{model_name="chat"}`: a metric by its name and labels, and nothing done with it. */
export interface Selector {
  readonly name: string;
  readonly matchers: readonly Matcher[];
}

interface Matcher {
  readonly label: string;
  /** As it was written: `model_name=~"chat|code"`. */
  readonly text: string;
}

const NAME = "[a-zA-Z_:][\\w:]*";
const MATCHER = `\\s*([a-zA-Z_]\\w*)\\s*(?:=~|!~|!=|=)\\s*(?:"(?:[^"\\\\]|\\\\.)*"|'(?:[^'\\\\]|\\\\.)*'|\`[^\`]*\`)\\s*`;
const UNNAMED = MATCHER.replace("(", "(?:");
const BRACES = `\\{(?:${UNNAMED}(?:,${UNNAMED})*,?)?\\s*\\}`;
const BARE = new RegExp(`^\\s*(${NAME})\\s*(${BRACES})?\\s*$`);

/** Null where the query is an expression. */
export function bareSelector(query: string): Selector | null {
  const [found, name = "", braces = ""] = BARE.exec(query) ?? [];
  return found === undefined ? null : { name, matchers: matchersIn(braces) };
}

/** Labels without a name: any metric that has them. */
export const isNameless = (query: string): boolean => new RegExp(`^\\s*${BRACES}\\s*$`).test(query);

/** Every metric that an expression names and whose name begins so. */
export function selectorsIn(query: string, beginning: string): readonly Selector[] {
  const all = query.matchAll(new RegExp(`(?<![\\w:"'\`])(${beginning}[\\w:]*)\\s*(${BRACES})?`, "g"));
  return [...all].map(([, name = "", braces = ""]) => ({ name, matchers: matchersIn(braces) }));
}

const matchersIn = (braces: string): readonly Matcher[] =>
  [...braces.matchAll(new RegExp(MATCHER, "g"))].map(([text, label = ""]) => ({ label, text: text.trim() }));

/** As PromQL has it, with another ending of the name. */
export function written({ name, matchers }: Selector, ending = ""): string {
  return `${name}${ending}${matchers.length === 0 ? "" : `{${matchers.map(({ text }) => text).join(",")}}`}`;
}
