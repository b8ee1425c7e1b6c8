import { CommanderError } from "commander";
import { buildProgram } from "./program.ts";
import { EXIT, run } from "./run.ts";

/** One command line, from its words to the exit code, which stands in `process.exitCode` afterwards. */
export const runCommandLine = (words: readonly string[]): Promise<void> =>
  run(async () => {
    try {
      await buildProgram().parseAsync([...words], { from: "user" });
    } catch (error) {
      // Commander has already said what is wrong; help and version are not mistakes.
      if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.input;
      throw error;
    }
    return Number(process.exitCode ?? EXIT.done);
  });
