import { enableCompileCache } from "node:module";
import { runCommandLine } from "./command-line.ts";

// A command loads hundreds of modules, most of them lazily: what Node compiled once it need not compile again. Node keeps it by
// content below the temporary folder of this user; where that cannot be written, nothing is lost but time.
enableCompileCache();
await runCommandLine(process.argv.slice(2));
