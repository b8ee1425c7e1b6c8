import type { CommanderError } from "commander";
import { COMMAND_LINE } from "../mistakes/command-line.ts";
import { commandLineError, type InputError, type Mistake } from "../ports/failure.ts";

/** What commander has to say of a command line, in the four parts that every mistake has. `command`: whose help to look into. */
export function usageMistake({ code, message }: CommanderError, command: string): InputError {
  const text = message.replace(/^error: /, "");
  const [named = "", value = ""] = [...text.matchAll(/'([^']*)'/g)].map(([, quoted]) => quoted ?? "");
  const meant = /\(Did you mean (?:one of )?(.+)\?\)/.exec(text)?.[1] ?? null;
  const about: Said = { text, named, value, meant, help: `loadline ${command} --help`.replace("  ", " ") };
  const [at, mistake] = (READ[code] ?? otherwise)(about);
  return commandLineError(at, mistake);
}

interface Said {
  /** Commander's sentence, and the first two things in quotes in it. */
  readonly text: string;
  readonly named: string;
  readonly value: string;
  readonly meant: string | null;
  /** The command line that helps. */
  readonly help: string;
}

type Placed = readonly [at: string, mistake: Mistake];

const otherwise = ({ text, help }: Said): Placed => ["", COMMAND_LINE.otherUsage(text, help)];

const READ: Readonly<Record<string, (said: Said) => Placed>> = {
  "commander.unknownOption": ({ named, meant, help }) => [named, COMMAND_LINE.unknownFlag(named, meant, help)],
  "commander.unknownCommand": ({ named, meant }) => ["", COMMAND_LINE.unknownCommand(named, meant)],
  "commander.missingArgument": ({ named, help }) => [named, COMMAND_LINE.missingArgument(named, help)],
  "commander.optionMissingArgument": ({ named, help }) => [flagOf(named), COMMAND_LINE.flagWithoutValue(named, help)],
  "commander.missingMandatoryOptionValue": ({ named, help }) => [flagOf(named), COMMAND_LINE.missingFlag(named, help)],
  "commander.excessArguments": ({ text, help }) => {
    const [, wanted = "fewer arguments", found = text] = /Expected (.+?) but got (.+)\.$/.exec(text) ?? [];
    return ["", COMMAND_LINE.moreArguments(found, wanted, help)];
  },
  "commander.invalidArgument": ({ text, named, value, help }) => {
    const choices = /Allowed choices are (.+)\.$/.exec(text)?.[1] ?? "another value";
    // Of an argument the value comes first, of an option its name.
    const isFlag = named.startsWith("-");
    return [isFlag ? flagOf(named) : value, COMMAND_LINE.noChoice(isFlag ? value : named, choices, help)];
  },
};

/** "--seed <n>" is the flag "--seed". */
const flagOf = (flags: string): string => flags.split(" ")[0] ?? flags;
