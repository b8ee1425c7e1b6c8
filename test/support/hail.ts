import type { Fleet } from "./app-fleet.ts";
import type { GitHubDouble } from "./github/double.ts";
import type { Json } from "./github/message.ts";
import { signed } from "./github/relay.ts";
import { headIn } from "./review-by-hand.ts";
import { pause } from "./until.ts";

export interface HailSettings {
  readonly repository: string;
  readonly pulls: number;
  readonly deliveries: number;
  /** Pushes of new heads among them. */
  readonly pushes: number;
  readonly strikes: number;
  readonly random: () => number;
}

export interface HailResult {
  /** Pull requests that do not end with exactly one comment about their last head, and why. */
  readonly wrong: readonly string[];
  readonly seconds: number;
  readonly refused: number;
}

/** Deliveries over many pull requests while processes die; GitHub sends again what was not acknowledged. */
export async function hail(github: GitHubDouble, fleet: Fleet, settings: HailSettings): Promise<HailResult> {
  const { repository, pulls, deliveries, pushes, strikes, random } = settings;
  const dev = github.as("dev");
  github.deliverTo(null);
  const numbers: number[] = [];
  for (let index = 0; index < pulls; index++) {
    await dev.push(repository, `pull-${index}`, { [`models/${index}.yaml`]: "a: 0\n" });
    numbers.push(await dev.open(repository, { branch: `pull-${index}` }));
  }
  const begun = Date.now();
  let refused = 0;
  const push = async (index: number): Promise<void> => {
    const path = `models/${index % pulls}.yaml`;
    await dev.push(repository, `pull-${index % pulls}`, { [path]: `a: ${index + 1}\n` });
  };
  const deliver = async (index: number): Promise<void> => {
    const number = numbers[index % pulls] ?? 0;
    while (!(await post(github, fleet, { number, repository, guid: `hail-${index}`, random }))) {
      refused += 1;
      await pause(100);
    }
  };
  const delivering = async (): Promise<void> => {
    for (let at = 0; at < deliveries; at += AT_ONCE) {
      const indices = Array.from({ length: Math.min(AT_ONCE, deliveries - at) }, (_, index) => at + index);
      // A webhook says that something changed, so it comes after the change.
      for (const index of indices) if (index % Math.ceil(deliveries / pushes) === 0) await push(index);
      await Promise.all(indices.map(deliver));
    }
  };
  const striking = async (): Promise<void> => {
    for (let strike = 0; strike < strikes; strike++) {
      await pause(1_000 + random() * 1_500);
      await fleet.strike();
    }
  };
  await Promise.all([delivering(), striking()]);
  const wrong = await settled((open) => wrongOnes(github, repository, open), numbers);
  return { wrong, refused, seconds: (Date.now() - begun) / 1000 };
}

const AT_ONCE = 20;
/** One process writes at the pace that GitHub allows an App, 80 pieces a minute: a hundred comments and checks take minutes. */
const PATIENCE_MS = 300_000;
/** Each look at a pull request is two of the 5,000 questions that GitHub answers somebody in an hour: ten a second are the most. */
const LOOK_MS_EACH = 200;

/** Some patience: a lost worker's work comes back after its heartbeat. What is right is not looked at again before all of it is. */
async function settled(look: (numbers: readonly number[]) => Promise<readonly Wrong[]>, all: readonly number[]) {
  let open = all;
  for (const end = Date.now() + PATIENCE_MS; ; await pause(LOOK_MS_EACH * all.length)) {
    const wrong = await look(open);
    const isEvery = open.length === all.length;
    if (Date.now() > end || (wrong.length === 0 && isEvery)) return wrong.map(({ why }) => why);
    open = wrong.length === 0 ? all : wrong.map(({ number }) => number);
  }
}

interface Wrong {
  readonly number: number;
  readonly why: string;
}

interface Post {
  readonly number: number;
  readonly repository: string;
  readonly guid: string;
  readonly random: () => number;
}

async function post(github: GitHubDouble, fleet: Fleet, { number, repository, guid, random }: Post): Promise<boolean> {
  const urls = fleet.urls();
  const about = { number, pull_request: { number, merged: false }, sender: { login: "dev", type: "User" } };
  const where = { repository: { full_name: repository, owner: { login: "acme" } }, installation: { id: 5 } };
  const body = JSON.stringify({ action: "synchronize", ...about, ...where });
  const headers = {
    "content-type": "application/json",
    "x-github-event": "pull_request",
    "x-github-delivery": guid,
    "x-hub-signature-256": signed(github.secret, body),
  };
  const url = urls[Math.floor(random() * urls.length)] ?? "";
  try {
    const answer = await fetch(url, { method: "POST", headers, body, signal: AbortSignal.timeout(10_000) });
    return answer.status === 202;
  } catch {
    return false;
  }
}

async function wrongOnes(github: GitHubDouble, repository: string, numbers: readonly number[]): Promise<Wrong[]> {
  const dev = github.as("dev");
  const wrong: Wrong[] = [];
  for (const number of numbers) {
    const comments: Json[] = await dev.request("GET", `/repos/${repository}/issues/${number}/comments`);
    const own = comments.filter(({ user }) => user.login === "loadline[bot]");
    const { head } = await dev.request("GET", `/repos/${repository}/pulls/${number}`);
    if (own.length !== 1) wrong.push({ number, why: `#${number} has ${own.length} comments` });
    else if (headIn(own[0].body) !== head.sha) wrong.push({ number, why: `#${number} speaks of an older head` });
  }
  return wrong;
}
