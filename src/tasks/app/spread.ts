import type { AppWorld } from "../../ports/app-world.ts";
import type { CodeHost } from "../../ports/code-host.ts";
import type { PullRequest } from "../../ports/pull-request.ts";
import type { LoadedDeployment } from "../load-deployments.ts";
import { changedPairs, type Sides } from "../review-sides.ts";
import { keyOf } from "./cached-forecasts.ts";
import { DONE, type WorkOutcome } from "./outcome.ts";
import { openSides } from "./pull-request-sides.ts";
import { judgeFor, reviewOptions } from "./review-options.ts";

/** From so many deployments on, a review is spread over the workers. */
export const SPREAD_FROM = 4;
const WAIT_SECONDS = 1;
/** So long parts are waited for; then whoever gathers makes what is missing: a worker may have been lost. */
const PATIENCE_MS = 60_000;

/** One changed deployment: its states on both sides. */
type Part = readonly LoadedDeployment[];

interface Spreading {
  readonly host: CodeHost;
  readonly sides: readonly Sides[];
}

/** Hands the parts of a large review to the workers. Null: all parts are there, or it is no large one, or nobody was quick enough. */
export async function spreadOver(
  app: AppWorld,
  pull: PullRequest,
  { host, sides }: Spreading,
): Promise<WorkOutcome | null> {
  const parts = await partsOf(sides);
  if (parts.length < SPREAD_FROM) return null;
  const missing = await missingParts(app, pull, parts);
  if (missing.length === 0) return null;
  const key = `spread/${host.repository}#${pull.number}/${pull.head.sha}`;
  const begun = await app.memory.read<number>(key);
  const now = app.world.clock.now().getTime();
  if (begun !== null && now - begun > PATIENCE_MS) return null;
  if (begun === null) {
    await app.memory.write(key, now);
    const { repository } = host;
    await app.queue.add(missing.map((part) => ({ kind: "forecast", repository, number: pull.number, part })));
  }
  return {
    kind: "again",
    afterSeconds: WAIT_SECONDS,
    why: `${missing.length} of ${parts.length} forecasts are being made`,
  };
}

/** `forecast`: makes one part, so that it is remembered. */
export async function forecastPart(
  app: AppWorld,
  host: CodeHost,
  { number, part }: { number: number; part: number },
): Promise<WorkOutcome> {
  const pull = await host.pullRequest(number);
  if (pull === null || pull.state !== "open") return DONE;
  const opened = await openSides(host, { from: pull.mergeBase, head: pull.head.sha, powers: pull.base.sha });
  try {
    const wanted = (await partsOf(opened.sides))[part] ?? [];
    await judgeFor(app, pull)(wanted, () => undefined);
    return DONE;
  } finally {
    await opened.close();
  }
}

async function partsOf(sides: readonly Sides[]): Promise<readonly Part[]> {
  const parts: Part[] = [];
  for (const one of sides) {
    for (const { base, head } of (await changedPairs(one)) ?? []) {
      parts.push([base, head].filter((side) => side !== null));
    }
  }
  return parts;
}

/** Numbers of the parts of which something is not remembered yet. */
export async function missingParts(
  app: AppWorld,
  { isFork }: PullRequest,
  parts: readonly Part[],
): Promise<readonly number[]> {
  const options = { ...reviewOptions(app), release: isFork ? "fork" : "" };
  const missing: number[] = [];
  for (const [index, part] of parts.entries()) {
    const keys = await Promise.all(part.map((one) => keyOf(one, options)));
    const known = await Promise.all(keys.map((key) => app.memory.read(key)));
    if (known.includes(null)) missing.push(index);
  }
  return missing;
}
