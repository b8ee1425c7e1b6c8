import type { Command } from "commander";
import { commandLineError } from "../../ports/failure.ts";
import { run } from "../run.ts";

/** Commands that are part of the contract and not of this release. They say so instead of being unknown words. */
const LATER: readonly (readonly [name: string, instead: string])[] = [
  ["observe", "Until then keep the JSON of loadline plan and compare it with your own metrics."],
];

export const laterCommands: readonly ((program: Command) => void)[] = LATER.map(
  ([name, instead]) =>
    (program: Command) => {
      program
        .command(name, { hidden: true })
        .allowUnknownOption()
        .allowExcessArguments()
        .action(() =>
          run(async () => {
            const wanted = "a command of this release; loadline --help lists them";
            throw commandLineError(name, { found: `${name}, which comes in a later release`, wanted, advice: instead });
          }),
        );
    },
);
