import { enableCompileCache } from "node:module";
import { CommanderError } from "commander";
import { buildProgram } from "./program.ts";
import { EXIT, run } from "./run.ts";

// A command loads hundreds of modules, most of them lazily: what Node compiled once it need not compile again. Node keeps it by
// content below the temporary folder of this user; where that cannot be written, nothing is lost but time.
enableCompileCache();
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
