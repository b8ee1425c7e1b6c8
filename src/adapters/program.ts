import { spawn } from "node:child_process";

/** How a program ended and what it said. */
export interface ProgramAnswer {
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

export interface ProgramOptions {
  readonly cwd?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly input: string | Uint8Array;
}

/** Runs another program, without a shell, until it ends. Rejects with what the system says when it cannot be started. */
export function runProgram(
  program: string,
  args: readonly string[],
  { cwd, env, input }: ProgramOptions,
): Promise<ProgramAnswer> {
  return new Promise((resolve, reject) => {
    // In a process group of its own, Ctrl-C reaches us alone, and no command is cut off half way.
    const detached = process.platform !== "win32";
    const child = spawn(program, args, { cwd, env, detached, windowsHide: true });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on("data", (part: Buffer) => stdout.push(part));
    child.stderr.on("data", (part: Buffer) => stderr.push(part));
    // A command that ends early closes its input; its exit code tells the story.
    child.stdin.on("error", () => undefined);
    child.on("error", reject);
    child.on("close", (code, signal) => {
      const said = Buffer.concat(stderr).toString("utf8");
      const text = signal === null ? said : `ended by ${signal}\n${said}`;
      resolve({ code: code ?? 1, stdout: Buffer.concat(stdout), stderr: text });
    });
    child.stdin.end(input);
  });
}
