import { runCommandLine } from "../../src/cli/command-line.ts";

/** What is written to a stream, kept instead. */
function keep(stream: NodeJS.WriteStream): () => string {
  let kept = "";
  stream.write = (text: string | Uint8Array, ...rest: unknown[]): boolean => {
    kept += typeof text === "string" ? text : new TextDecoder().decode(text);
    const done = rest.find((one) => typeof one === "function");
    done?.();
    return true;
  };
  return () => {
    const all = kept;
    kept = "";
    return all;
  };
}

const stdout = keep(process.stdout);
const stderr = keep(process.stderr);

process.on("message", async ({ folder, words }: { folder: string; words: readonly string[] }) => {
  process.chdir(folder);
  process.exitCode = undefined;
  await runCommandLine(words);
  process.send?.({ code: Number(process.exitCode ?? 0), stdout: stdout(), stderr: stderr() });
});
