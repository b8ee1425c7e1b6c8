import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type Member, startMember } from "../app-fleet.ts";
import { startGitHub } from "./double.ts";
import type { Json } from "./message.ts";
import { actAs, type Person } from "./people.ts";

const USAGE = `npm run github                                a GitHub on this machine, with the App on it; Ctrl-C ends both
npm run github -- push FOLDER                 the folder's files become the main branch
npm run github -- propose FOLDER BRANCH       the folder's files as a pull request; waits for its review and prints it
npm run github -- say NUMBER TEXT             a comment, such as "/loadline what-if traffic=2x"; waits for the answer
npm run github -- merge NUMBER                merges a pull request
`;

const REPOSITORY = "acme/serving";
const STATE = process.env["LOADLINE_GITHUB_DIR"] ?? ".loadline-github";
const ADDRESS = join(STATE, "address");
const PATIENCE_MS = 120_000;
const START_MS = 120_000;

async function main([verb = "serve", ...rest]: readonly string[]): Promise<number> {
  if (verb === "serve") return serve();
  const [first = "", second = ""] = rest;
  const say = (text: string) => process.stdout.write(`${text}\n`);
  if (verb === "push" && first !== "") return push(await dev(), first, say);
  if (verb === "propose" && second !== "") return propose(await dev(), { folder: first, branch: second }, say);
  if (verb === "say" && second !== "") return talk(await dev(), { number: Number(first), text: second }, say);
  if (verb === "merge" && first !== "") {
    say(`Merged as ${await (await dev()).merge(REPOSITORY, Number(first))}.`);
    return 0;
  }
  process.stderr.write(USAGE);
  return 2;
}

type Say = (text: string) => void;

/** Both run until somebody ends them. Whatever was there before is gone. */
async function serve(): Promise<number> {
  rmSync(STATE, { recursive: true, force: true });
  mkdirSync(STATE, { recursive: true });
  const github = await startGitHub({ members: ["dev", "alice"] });
  const app: Member = await startMember(
    "serve",
    { ...github.environment, LOADLINE_DATA_DIR: join(STATE, "data"), PORT: process.env["PORT"] ?? "0" },
    ["src/cli/main.ts"],
  );
  github.deliverTo(`http://127.0.0.1:${app.port}/api/github/webhooks`);
  writeFileSync(ADDRESS, github.url);
  process.stdout.write(
    `GitHub: ${github.url}, repository ${REPOSITORY}. The App listens on port ${app.port}. Ctrl-C ends both.\n`,
  );
  const ended = new Promise<string>((resolve) => {
    process.once("SIGINT", () => resolve(""));
    process.once("SIGTERM", () => resolve(""));
    void app.gone.then((code) => resolve(code === 0 ? "" : `The App ended with ${code}: ${app.said()}\n`));
  });
  process.stderr.write(await ended);
  app.child.kill("SIGTERM");
  await app.gone;
  await github.close();
  rmSync(STATE, { recursive: true, force: true });
  return 0;
}

/** The developer of the double's organisation, in the GitHub that another terminal runs; that one takes seconds to start. */
async function dev(): Promise<Person> {
  for (const until = Date.now() + START_MS; Date.now() < until; await wait(200)) {
    if (existsSync(ADDRESS)) return actAs(readFileSync(ADDRESS, "utf8"), "token-of-dev");
  }
  process.stderr.write("No GitHub runs here. Start one in another terminal: npm run github\n");
  process.exit(2);
}

async function push(person: Person, folder: string, say: Say): Promise<number> {
  say(`Pushed ${(await person.push(REPOSITORY, "main", filesBelow(folder))).slice(0, 7)} to main of ${REPOSITORY}.`);
  return 0;
}

async function propose(person: Person, change: { folder: string; branch: string }, say: Say): Promise<number> {
  const { folder, branch } = change;
  const sha = await person.push(REPOSITORY, branch, filesBelow(folder));
  const number = await person.open(REPOSITORY, { branch });
  say(`Opened pull request ${number}. Waiting for its review …\n`);
  const run: Json = await eventually(async () => {
    const { check_runs: runs } = await person.request("GET", `/repos/${REPOSITORY}/commits/${sha}/check-runs`);
    return runs.find(({ name, status }: Json) => name === "loadline" && status === "completed");
  });
  say(await eventually(async () => (await commentsOn(person, number)).find(isReview)));
  say(`\nCheck \`loadline\`: ${run.conclusion}. ${run.output.title}`);
  return 0;
}

async function talk(person: Person, { number, text }: { number: number; text: string }, say: Say): Promise<number> {
  const id = await person.comment(REPOSITORY, number, text);
  const mark = `<!-- loadline:answer ${id} -->`;
  say(await eventually(async () => (await commentsOn(person, number)).find((body) => body.startsWith(mark))));
  return 0;
}

/** The one comment, once it is more than a note that work is under way. */
const isReview = (body: string): boolean => body.startsWith("<!-- loadline:review -->") && !body.includes("⏳");

const commentsOn = async (person: Person, number: number): Promise<readonly string[]> =>
  (await person.request("GET", `/repos/${REPOSITORY}/issues/${number}/comments?per_page=100`)).map(
    ({ body }: Json) => body,
  );

async function eventually<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (const until = Date.now() + PATIENCE_MS; Date.now() < until; await wait(200)) {
    const answer = await ask();
    if (answer !== undefined) return answer;
  }
  throw new Error("No answer within two minutes.");
}

/** Every file of a folder by its path in the repository; Git's own are left out. */
function filesBelow(folder: string): Readonly<Record<string, string>> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !relative(folder, path).startsWith(".git/"));
  return Object.fromEntries(files.map((path) => [relative(folder, path), readFileSync(path, "utf8")]));
}

process.exitCode = await main(process.argv.slice(2));
