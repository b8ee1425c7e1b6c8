import type { AppWorld } from "../../ports/app-world.ts";
import type { CodeHost } from "../../ports/code-host.ts";
import { InputError, type Problem } from "../../ports/failure.ts";
import type { PullRequest } from "../../ports/pull-request.ts";
import type { LoadedDeployment } from "../load-deployments.ts";
import { changedPairs, type Side, type Sides } from "../review-sides.ts";
import { keyOf } from "./cached-forecasts.ts";
import { DONE, type WorkOutcome } from "./outcome.ts";
import { commitsOf, withSides } from "./pull-request-sides.ts";
import { judgeFor, releaseFor, reviewOptions } from "./review-options.ts";

/** From so many deployments on, a review is spread over the workers. */
const SPREAD_FROM = 4;
const WAIT_SECONDS = 1;
/** So long parts are waited for; then whoever gathers makes what is missing: a worker may have been lost. */
const PATIENCE_MS = 60_000;

/** One changed deployment: its states on both sides, and the side whose Settings and templates hold. */
interface Part {
  readonly loaded: readonly LoadedDeployment[];
  readonly trusted: Side;
}

type About = Readonly<{ host: CodeHost; pull: PullRequest }>;

/** A review whose parts are being made: since when, and under which keys the forecasts of each will be remembered. */
interface Spread {
  readonly begun: number;
  readonly parts: readonly (readonly string[])[];
}

const spreadKey = ({ host, pull }: About): string => `spread/${host.repository}#${pull.number}/${pull.head.sha}`;

/** Whether parts of this head's review are still being made; found out without reading any file of it again. */
export async function stillSpread(app: AppWorld, about: About): Promise<WorkOutcome | null> {
  const spread = await app.memory.read<Spread>(spreadKey(about));
  if (spread === null || isOver(app, spread) || (await mistakesIn(app, about, spread)).length > 0) return null;
  return outcomeOf(spread.parts, await missingParts(app, spread.parts));
}

/** Hands the parts of a large review to the workers. Null: all parts are there, or it is no large one, or nobody was quick enough. */
export async function spreadOver(app: AppWorld, about: About, sides: readonly Sides[]): Promise<WorkOutcome | null> {
  const { host, pull } = about;
  const changed = await partsOf(sides);
  if (changed.length < SPREAD_FROM || (pull.isFork && changed.some(isPrivate))) return null;
  const parts = await Promise.all(changed.map((part) => keysOf(app, pull, part)));
  const missing = await missingParts(app, parts);
  const spread = await app.memory.read<Spread>(spreadKey(about));
  if (missing.length === 0 || (spread !== null && isOver(app, spread))) return null;
  const mistakes = spread === null ? [] : await mistakesIn(app, about, spread);
  if (mistakes.length > 0) throw new InputError(mistakes);
  if (spread === null) {
    await app.memory.write(spreadKey(about), { begun: app.world.clock.now().getTime(), parts });
    const { repository } = host;
    await app.queue.add(missing.map((part) => ({ kind: "forecast", repository, number: pull.number, part })));
  }
  return outcomeOf(parts, missing);
}

/** Nobody asks a Prometheus for a fork: that is said at once, and by no part. */
const isPrivate = ({ loaded }: Part): boolean =>
  loaded.some(({ located }) => located.value.traffic?.source.kind === "prometheus");

const isOver = (app: AppWorld, { begun }: Spread): boolean => app.world.clock.now().getTime() - begun > PATIENCE_MS;

function outcomeOf(parts: Spread["parts"], missing: readonly number[]): WorkOutcome | null {
  if (missing.length === 0) return null;
  const why = `${missing.length} of ${parts.length} forecasts are being made`;
  return { kind: "again", afterSeconds: WAIT_SECONDS, why };
}

const mistakesKey = (about: About, part: number): string => `${spreadKey(about)}/mistakes/${part}`;

/** What parts found wrong with the change: whoever gathers says so and waits for none of the others. */
async function mistakesIn({ memory }: AppWorld, about: About, { parts }: Spread): Promise<readonly Problem[]> {
  const found = await memory.readAll<readonly Problem[]>(parts.map((_, part) => mistakesKey(about, part)));
  return parts.flatMap((_, part) => found.get(mistakesKey(about, part)) ?? []);
}

/** `forecast`: makes one part, so that it is remembered. A mistake of the user is an answer too. */
export async function forecastPart(
  app: AppWorld,
  host: CodeHost,
  { number, part }: { number: number; part: number },
): Promise<WorkOutcome> {
  const pull = await host.pullRequest(number);
  if (pull === null || pull.state !== "open") return DONE;
  try {
    await withSides(host, commitsOf(pull), async (sides) => {
      const wanted = (await partsOf(sides))[part];
      if (wanted !== undefined) await judgeFor(app, pull, wanted.trusted)(wanted.loaded, () => undefined);
    });
    await app.memory.remove(mistakesKey({ host, pull }, part));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    await app.memory.write(mistakesKey({ host, pull }, part), error.problems);
  }
  return DONE;
}

async function partsOf(sides: readonly Sides[]): Promise<readonly Part[]> {
  const parts: Part[] = [];
  for (const one of sides) {
    for (const { base, head } of (await changedPairs(one)) ?? []) {
      const loaded = [base, head].filter((side) => side !== null);
      parts.push({ loaded, trusted: one.powers ?? one.base });
    }
  }
  return parts;
}

async function keysOf(app: AppWorld, pull: PullRequest, { loaded, trusted }: Part): Promise<readonly string[]> {
  const options = { ...reviewOptions(app), release: await releaseFor(pull, trusted) };
  return Promise.all(loaded.map((one) => keyOf(one, options)));
}

/** Numbers of the parts of which something is not remembered yet. */
async function missingParts({ memory }: AppWorld, parts: Spread["parts"]): Promise<readonly number[]> {
  const known = await Promise.all(
    parts.map(async (keys) =>
      (await Promise.all(keys.map((key) => memory.keys(key)))).every(({ length }) => length > 0),
    ),
  );
  return known.flatMap((isThere, index) => (isThere ? [] : [index]));
}
