import type { Command, Option } from "commander";
import { cell } from "./keys-page.ts";

/** In so many commands or more, a flag is told once for all of them. */
const SHARED = 5;

/** Every command as a page: what it does, an example, arguments and flags. */
export function commandsPage(program: Command): string {
  const commands = program.commands.filter((command) => shownIn(program, command));
  const shared = sharedOptions(commands);
  const sections = commands.map((command) => sectionOf(command, shared));
  return `# Commands

Written by \`npm run generate\` from the commands themselves; \`loadline COMMAND --help\` says the same. Exit codes: 0 done, 1 the answer
is a refusal, 2 the input is wrong, 3 something outside failed.

${commands.map((command) => `[${command.name()}](#loadline-${command.name()})`).join(" · ")}

## Flags that many commands have

${table(
  "| flag | does | in |",
  [...shared].map(([flags, { option, users }]) => `| \`${flags}\` | ${about(option)} | ${users.join(" ")} |`),
)}

${sections.join("\n")}`;
}

const shownIn = (program: Command, command: Command): boolean =>
  program.helpInformation().includes(`  ${command.name()} `);

interface SharedOption {
  readonly option: Option;
  readonly users: string[];
}

function sharedOptions(commands: readonly Command[]): ReadonlyMap<string, SharedOption> {
  const found = new Map<string, SharedOption>();
  for (const command of commands) {
    for (const option of command.options) {
      const known = found.get(option.flags);
      if (known === undefined) found.set(option.flags, { option, users: [command.name()] });
      else known.users.push(command.name());
    }
  }
  return new Map([...found].filter(([, { users }]) => users.length >= SHARED));
}

function sectionOf(command: Command, shared: ReadonlyMap<string, SharedOption>): string {
  const own = command.options.filter(({ flags }) => !shared.has(flags));
  const others = command.options.filter(({ flags }) => shared.has(flags)).map(({ long }) => `\`${long}\``);
  const args = command.registeredArguments.map(
    (argument) =>
      `| \`${argument.required ? `<${argument.name()}>` : `[${argument.name()}]`}\` | ${cell(argument.description)} |`,
  );
  const flags = own.map((option) => `| \`${option.flags}\` | ${about(option)} |`);
  const rows = [...args, ...flags];
  return `## loadline ${command.name()}

${sentence(command.description())}

${examplesOf(command)}
${rows.length === 0 ? "" : `\n${table("| argument or flag | does |", rows)}\n`}${others.length === 0 ? "" : `\nAlso: ${others.join(" ")}\n`}`;
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

function about({ description, defaultValue, argChoices }: Option): string {
  const choices = argChoices === undefined ? "" : `: ${argChoices.map((one) => `\`${one}\``).join(" ")}`;
  const usual = defaultValue === undefined ? "" : ` (default \`${String(defaultValue)}\`)`;
  return `${cell(description)}${choices}${usual}`;
}

/** What stands below the flags in the help: environment and examples. */
function examplesOf(command: Command): string {
  let help = "";
  command.configureOutput({
    writeOut: (part) => {
      help += part;
    },
  });
  command.outputHelp();
  const [, after = ""] = /display help for command\n([\s\S]*)$/.exec(help) ?? [];
  return `\`\`\`text\n${after.trim()}\n\`\`\``;
}

function table(head: string, rows: readonly string[]): string {
  const columns = head.split("|").length - 2;
  return [head, `|${"---|".repeat(columns)}`, ...rows].join("\n");
}
