import { type KeyRow, rowsOf, type Schema } from "./schema-rows.ts";

/** Longer lists of words are in the schema, where an editor completes them. */
const LONGEST = 400;
/** Keys of answers are told this far down; plans nest in reviews, and would be told again and again. */
const DEEPEST_ANSWER = 3;

/** One format that people write, as a page: every key, what it may be, whether it must be there. */
export function keysPage(schema: Schema): string {
  const name = schema.title ?? "";
  return `# ${name}

${schema.description ?? ""}

Written by \`npm run generate\` from \`loadline schema ${name.toLowerCase()}\`, by which editors complete these keys. A star marks those
that must be there.

${tableOf(rowsOf(schema))}
`;
}

/** All answers that programs read. */
export function answersPage(schemas: Readonly<Record<string, Schema>>): string {
  const names = Object.keys(schemas);
  const sections = Object.entries(schemas).map(
    ([name, schema]) => `## ${name}

${schema.description ?? ""}

${tableOf(rowsOf(schema, DEEPEST_ANSWER))}
`,
  );
  return `# Answers as JSON

What \`--json\` prints. Written by \`npm run generate\` from the published schemas; \`loadline schema NAME\` has the whole of each, this page
its first ${DEEPEST_ANSWER} levels. A star marks keys that are always there.

${names.map((name) => `[${name}](#${name})`).join(" · ")}

${sections.join("\n")}`;
}

function tableOf(rows: readonly KeyRow[]): string {
  return ["| key | value | |", "|---|---|---|", ...rows.map(lineOf)].join("\n");
}

function lineOf({ path, value, isRequired, about }: KeyRow): string {
  const shown = value.length > LONGEST ? "one of many words" : value;
  return `| \`${path}\`${isRequired ? " *" : ""} | ${cell(shown)} | ${cell(about)} |`;
}

/** Text that stands in a table. */
export const cell = (text: string): string =>
  text.replace(/\|/g, "\\|").replace(/\s+/g, " ").replace(/</g, "&lt;").trim();
