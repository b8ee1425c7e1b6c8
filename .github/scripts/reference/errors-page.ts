import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const SHOWN = join(import.meta.dirname, "../../../test/golden/mistakes");

/** Every message of the catalogue as the tests have it shown: a real one for each mistake, by area. */
export function errorsPage(): string {
  const areas = readdirSync(SHOWN)
    .filter((name) => name.endsWith(".txt"))
    .sort()
    .map((name) => name.slice(0, -".txt".length));
  return `# Errors

Written by \`npm run generate\` from the messages that the tests provoke, one for each entry of \`src/mistakes\`. Each says where, what was
found, what was wanted and what to do; the command ends with exit code 2 and has written nothing. A system that fails is named in one
line (exit code 3: \`github\`, \`outside\`); what must not be committed or validated is an answer (exit code 1: parts of \`gitops\`,
\`manifests\`, \`diagnosis\`); \`comment\` is what the App replies, \`failed-work\` what it tells of work that something outside keeps from
being done. Some entries are parts of one message: both show it.

${areas.map((area) => `[${area}](#${area})`).join(" · ")}

${areas.map(sectionOf).join("\n")}`;
}

function sectionOf(area: string): string {
  const text = readFileSync(join(SHOWN, `${area}.txt`), "utf8");
  return `## ${area}\n\n\`\`\`text\n${text.trimEnd()}\n\`\`\`\n`;
}
