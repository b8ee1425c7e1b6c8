import { type ChildProcess, spawn } from "node:child_process";
import { APP_PROCESS } from "./app-process.ts";

export interface Member {
  readonly child: ChildProcess;
  /** Null: a worker. */
  readonly port: number | null;
  /** Resolves with the exit code, or null where it was killed. */
  readonly gone: Promise<number | null>;
  /** What it said on stderr. */
  said(): string;
}

type Environment = Readonly<Record<string, string>>;

/** Starts one process of the App and waits until it runs. */
export function startMember(
  role: "serve" | "worker",
  environment: Environment,
  program = [APP_PROCESS],
): Promise<Member> {
  const { PATH = "", HOME = "", NODE_COMPILE_CACHE = "" } = process.env;
  const env = { PATH, HOME, NODE_COMPILE_CACHE, HOST: "127.0.0.1", PORT: "0", ...environment };
  const child = spawn(process.execPath, [...program, role], { env, stdio: ["ignore", "pipe", "pipe"] });
  let errors = "";
  child.stderr.on("data", (data) => {
    errors = (errors + String(data)).slice(-20_000);
  });
  const gone = new Promise<number | null>((resolve) => child.once("exit", resolve));
  return new Promise((resolve, reject) => {
    let said = "";
    child.stdout.on("data", (data) => {
      said += String(data);
      if (!said.includes("\n")) return;
      resolve({ child, port: (JSON.parse(said) as { port: number | null }).port ?? null, gone, said: () => errors });
    });
    void gone.then((code) => reject(new Error(`${role} ended with ${code}: ${errors}`)));
  });
}

/** The drain, and some. */
const PATIENCE_MS = 30_000;

export interface Fleet {
  /** Addresses of webhooks, of those that serve now. */
  urls(): readonly string[];
  /** Kills one at random and starts another in its place. */
  strike(): Promise<void>;
  /** All of them, as an operator would; whoever is not gone by then is killed: null. */
  stop(): Promise<readonly (number | null)[]>;
}

/** Several processes of the App on one database. */
export async function startFleet(
  roles: readonly ("serve" | "worker")[],
  environment: Environment,
  random: () => number,
): Promise<Fleet> {
  const members = await Promise.all(roles.map((role) => startMember(role, environment)));
  return {
    urls: () => members.flatMap(({ port }) => (port === null ? [] : [`http://127.0.0.1:${port}/api/github/webhooks`])),
    strike: async () => {
      const index = Math.floor(random() * members.length);
      const victim = members[index];
      victim?.child.kill("SIGKILL");
      await victim?.gone;
      members[index] = await startMember(roles[index] ?? "serve", environment);
    },
    stop: async () => {
      for (const { child } of members) child.kill("SIGTERM");
      const impatience = setTimeout(() => {
        for (const { child } of members) child.kill("SIGKILL");
      }, PATIENCE_MS);
      return Promise.all(members.map(({ gone }) => gone)).finally(() => clearTimeout(impatience));
    },
  };
}
