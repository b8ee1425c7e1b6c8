/** Go's text/template and what Prometheus adds: template/template.go of prometheus/prometheus. */
const FUNCTIONS = new Set(
  (
    "and call html index slice js len not or print printf println urlquery eq ge gt le lt ne " +
    "query first label value sortByLabel strvalue args reReplaceAll safeHtml match title toUpper toLower graphLink tableLink " +
    "stripPort stripDomain humanize humanize1024 humanizeDuration humanizePercentage humanizeTimestamp toTime toDuration now " +
    "pathPrefix externalURL parseDuration urlQueryEscape tmpl"
  ).split(" "),
);
const WORDS = new Set("if else end range with define template block break continue nil true false".split(" "));

const ACTION = /\{\{-?([\s\S]*?)-?\}\}/g;
/** What is no name of a function: texts, comments, variables and fields, numbers. */
const OTHERS = /"(?:[^"\\\n]|\\.)*"|`[^`]*`|'(?:[^'\\\n]|\\.)*'|\/\*[\s\S]*?\*\/|[$.][\w.]*|\b\d[\w.]*|\)\.[\w.]+/g;
const OPENING = new Set(["if", "range", "with", "define", "block"]);

/** Why Prometheus would not load a text of an alert; null where it would. */
export function templateFault(text: string): string | null {
  const rest = text.replaceAll(ACTION, "");
  if (rest.includes("{{")) return "has an unmatched `{{`";
  let open = 0;
  for (const [, action = ""] of text.matchAll(ACTION)) {
    const names = action.replaceAll(OTHERS, " ").match(/[A-Za-z_]\w*/g) ?? [];
    const unknown = names.find((name) => !FUNCTIONS.has(name) && !WORDS.has(name));
    if (unknown !== undefined) return `calls \`${unknown}\`, which is no function of Prometheus' templates`;
    const [first = ""] = names;
    if (OPENING.has(first)) open += 1;
    if (first === "end") open -= 1;
    if (open < 0) return "has an `end` without a beginning";
  }
  return open > 0 ? "has a block without its `end`" : null;
}
