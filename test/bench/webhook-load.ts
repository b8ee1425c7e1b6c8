import { fileURLToPath } from "node:url";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { signed } from "../support/github/relay.ts";

export interface Load {
  readonly url: string;
  readonly secret: string;
  readonly repository: string;
  readonly perSecond: number;
  readonly seconds: number;
  readonly pulls: number;
}

/** Milliseconds until each webhook of a steady stream was acknowledged, sorted. From a thread of its own: a sender that also is
 *  the GitHub that the App asks would measure itself. */
export function acknowledgements(load: Load): Promise<readonly number[]> {
  const thread = new Worker(fileURLToPath(import.meta.url), { workerData: load });
  return new Promise((resolve, reject) => {
    thread.once("message", resolve);
    thread.once("error", reject);
  });
}

if (!isMainThread) parentPort?.postMessage(await stream(workerData as Load));

/** Each is sent when it is due, whatever became of those before. */
async function stream(load: Load): Promise<readonly number[]> {
  const took: number[] = [];
  const begun = performance.now();
  const underWay: Promise<void>[] = [];
  for (let index = 0; index < load.perSecond * load.seconds; index++) {
    const early = begun + (index * 1000) / load.perSecond - performance.now();
    if (early > 1) await new Promise((resolve) => setTimeout(resolve, early));
    const delivery = { number: 1 + (index % load.pulls), guid: `ack-${begun}-${index}` };
    underWay.push(post(load, delivery).then((ms) => void took.push(ms)));
  }
  await Promise.all(underWay);
  return took.sort((a, b) => a - b);
}

async function post(load: Load, { number, guid }: { number: number; guid: string }): Promise<number> {
  const [login] = load.repository.split("/");
  const where = { repository: { full_name: load.repository, owner: { login } }, installation: { id: 5 } };
  const about = { action: "synchronize", number, pull_request: { number }, sender: { login: "dev", type: "User" } };
  // GitHub's payloads of pull requests weigh some 25 kB.
  const body = JSON.stringify({ ...about, ...where, guid, padding: "x".repeat(24_000) });
  const headers = {
    "content-type": "application/json",
    "x-github-event": "pull_request",
    "x-github-delivery": guid,
    "x-hub-signature-256": signed(load.secret, body),
  };
  const begun = performance.now();
  const answer = await fetch(load.url, { method: "POST", headers, body });
  await answer.arrayBuffer();
  if (answer.status !== 202) throw new Error(`a webhook was answered with ${answer.status}`);
  return performance.now() - begun;
}
