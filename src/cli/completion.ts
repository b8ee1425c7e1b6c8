import type { Command } from "commander";

export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

/** What may stand behind a flag, by the flag: ids that the catalogue knows. */
export type KnownWords = Readonly<Record<string, readonly string[]>>;

/** A script that a shell reads once: commands, flags and words are in it, so that a key press starts nothing. Where it knows no
 *  word, the shell completes files. */
export function completionScript(shell: Shell, program: Command, known: KnownWords): string {
  const commands = visible(program).map((command) => completed(command, known));
  if (shell === "fish") return fish(commands);
  return shell === "zsh" ? `${ZSH_READS_BASH}${bash(commands)}` : bash(commands);
}

/** A bare ~/.zshrc has not set up completion at all; setting it up twice would forget what others registered. */
const ZSH_READS_BASH = `type compdef >/dev/null 2>&1 || { autoload -U +X compinit && compinit -u; }
autoload -U +X bashcompinit && bashcompinit
`;

interface Flag {
  readonly name: string;
  readonly about: string;
  readonly takesValue: boolean;
  readonly words: readonly string[];
}

interface Completed {
  readonly name: string;
  readonly about: string;
  readonly flags: readonly Flag[];
  /** Words that may stand for its first argument. */
  readonly words: readonly string[];
}

const visible = (program: Command): readonly Command[] =>
  program
    .createHelp()
    .visibleCommands(program)
    .filter((command) => command.name() !== "help");

function completed(command: Command, known: KnownWords): Completed {
  const name = command.name();
  const [argument] = command.registeredArguments;
  return {
    ...{ name, about: command.description() },
    flags: command.options.map(({ long, description, required, optional, argChoices }) => ({
      ...{ name: long ?? "", about: description, takesValue: required || optional },
      words: argChoices ?? known[long ?? ""] ?? [],
    })),
    words: argument?.argChoices ?? known[name] ?? [],
  };
}

function bash(commands: readonly Completed[]): string {
  const values = commands.flatMap(({ name, flags }) =>
    flags
      .filter(({ words }) => words.length > 0)
      .map((flag) => `    "${name} ${flag.name}") words="${flag.words.join(" ")}" ;;`),
  );
  const flags = commands.map(
    ({ name, flags: own }) => `      ${name}) words="${[...own.map((flag) => flag.name), "--help"].join(" ")}" ;;`,
  );
  const first = commands
    .filter(({ words }) => words.length > 0)
    .map(({ name, words }) => `      ${name}) words="${words.join(" ")}" ;;`);
  return `_loadline() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" command="\${COMP_WORDS[1]}" words=""
  case "$command $before" in
${values.join("\n")}
  esac
  if [ -z "$words" ] && [ "$COMP_CWORD" -eq 1 ]; then
    words="${commands.map(({ name }) => name).join(" ")} --help --version"
  elif [ -z "$words" ] && [ "\${word#-}" != "$word" ]; then
    case "$command" in
${flags.join("\n")}
    esac
  elif [ -z "$words" ] && [ "$COMP_CWORD" -eq 2 ]; then
    case "$command" in
${first.join("\n")}
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _loadline loadline
`;
}

function fish(commands: readonly Completed[]): string {
  const names = commands.map(
    ({ name, about }) => `complete -c loadline -n __fish_use_subcommand -f -a ${name} -d ${quoted(about)}`,
  );
  const details = commands.flatMap(({ name, flags, words }) => {
    const here = `complete -c loadline -n '__fish_seen_subcommand_from ${name}'`;
    const own = flags.map((flag) => {
      const value = flag.words.length > 0 ? ` -x -a '${flag.words.join(" ")}'` : flag.takesValue ? " -r" : "";
      return `${here} -l ${flag.name.replace(/^--/, "")}${value} -d ${quoted(flag.about)}`;
    });
    return words.length > 0 ? [...own, `${here} -f -a '${words.join(" ")}'`] : own;
  });
  return `${[...names, ...details].join("\n")}\n`;
}

const quoted = (text: string): string => `'${text.replace(/['\\]/g, "\\$&")}'`;
