import { createHash } from "node:crypto";
import type { AppWorld } from "../../ports/app-world.ts";
import type { Check, CodeHost } from "../../ports/code-host.ts";
import type { OpenPull } from "../../ports/pull-request.ts";
import { short } from "../../report/index.ts";
import { runningCheck } from "./own-reviews.ts";
import { insist } from "./refusal.ts";

/** The check that was written last for a pull request: GitHub can be asked for its conclusion, not for its text. */
interface LastCheck {
  readonly sha: string;
  readonly digest: string;
  readonly isFinished?: boolean;
  /** The branch that it was about to be merged into. */
  readonly branch?: string;
}

type About = Readonly<{ host: CodeHost; pull: OpenPull }>;

const keyOf = ({ host, pull }: About): string => `check/${host.repository}#${pull.number}`;

/** Writes the check of a head, unless it stands there in these words already. */
export async function writeCheckOnce({ memory }: AppWorld, about: About, check: Check): Promise<void> {
  const digest = createHash("sha256").update(JSON.stringify(check)).digest("hex");
  const last = await memory.read<LastCheck>(keyOf(about));
  const isSame = last?.sha === check.sha && last.digest === digest;
  if (isSame && (await about.host.check(check.sha)) === check.conclusion) return;
  insist(await about.host.writeCheck(check));
  await memory.write(keyOf(about), {
    ...{ sha: check.sha, digest, isFinished: check.conclusion !== null, branch: about.pull.base.branch },
  });
}

/** How far the check of a head is, as far as was remembered: null where GitHub has to be asked. */
export async function rememberedCheck(
  { memory }: AppWorld,
  about: About,
): Promise<"finished" | "of another base" | null> {
  const last = await memory.read<LastCheck>(keyOf(about));
  const { head, base } = about.pull;
  if (last?.sha !== head.sha || last.isFinished !== true || last.branch === undefined) return null;
  return last.branch === base.branch ? "finished" : "of another base";
}

/** Somebody wants it run again: GitHub shows that only where the run itself is written. */
export async function restartCheck({ memory }: AppWorld, about: About): Promise<void> {
  const { sha } = about.pull.head;
  insist(await about.host.writeCheck(runningCheck(sha)));
  await memory.write(keyOf(about), { sha, digest: "" });
}

/** Before the work: a check that runs on this head, and none that runs for ever on the one before it. */
export async function startCheck({ memory }: AppWorld, about: About): Promise<void> {
  const { host, pull } = about;
  const last = await memory.read<LastCheck>(keyOf(about));
  if (last !== null && last.sha !== pull.head.sha) {
    await cancelRunning(host, last.sha, `The pull request moved on to ${short(pull.head.sha)}.`);
  }
  if ((await host.check(pull.head.sha)) !== undefined) return;
  insist(await host.writeCheck(runningCheck(pull.head.sha)));
  await memory.write(keyOf(about), { sha: pull.head.sha, digest: "" });
}

/** A check that runs on a commit which nobody looks at any more ends; a finished one stays. */
export async function cancelRunning(host: CodeHost, sha: string, summary: string): Promise<void> {
  if ((await host.check(sha)) !== null) return;
  await host.writeCheck({ ...runningCheck(sha), conclusion: "cancelled", title: "Superseded", summary });
}
