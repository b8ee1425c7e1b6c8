import { CommanderError } from "commander";
import { buildProgram } from "./program.ts";
import { EXIT, letReadersLeave, run } from "./run.ts";
import { usageMistake } from "./usage-mistake.ts";

/** One command line, from its words to the exit code, which stands in `process.exitCode` afterwards. */
export const runCommandLine = (words: readonly string[]): Promise<void> =>
  run(async () => {
    letReadersLeave();
    const program = buildProgram();
    try {
      await program.parseAsync([...words], { from: "user" });
    } catch (error) {
      if (!(error instanceof CommanderError)) throw error;
      // Help and version are not mistakes; help that nobody asked for, where no command is named, is one.
      if (error.exitCode === 0) return EXIT.done;
      if (error.code === "commander.help") return EXIT.input;
      const known = program.commands.map((command) => command.name());
      throw usageMistake(error, known.find((name) => name === words[0]) ?? "");
    }
    return Number(process.exitCode ?? EXIT.done);
  });
