import { enableCompileCache } from "node:module";

// A command loads hundreds of modules: what Node compiled once it need not compile again. Node keeps it by content below the
// temporary folder of this user; where that cannot be written, nothing is lost but time. Only what is imported afterwards is
// kept, so nothing of loadline is imported before.
enableCompileCache();
const { runCommandLine } = await import("./command-line.ts");
await runCommandLine(process.argv.slice(2));
