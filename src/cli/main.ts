import { CommanderError } from "commander";
import { buildProgram } from "./program.ts";
import { EXIT, run } from "./run.ts";

await run(async () => {
  try {
    await buildProgram().parseAsync(process.argv);
  } catch (error) {
    // Commander has already said what is wrong; help and version are not mistakes.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.input;
    throw error;
  }
  return Number(process.exitCode ?? EXIT.done);
});
