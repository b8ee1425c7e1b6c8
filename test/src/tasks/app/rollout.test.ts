import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applicationState } from "../../../../src/ports/argocd.ts";
import { OutsideError } from "../../../../src/ports/failure.ts";
import { advance, isFinal, type Observation, PATIENCE_MS, type Rollout } from "../../../../src/tasks/app/rollout.ts";
import { rolloutKey } from "../../../../src/tasks/app/rollout-memory.ts";
import { fakeApp, NOON } from "../../../fakes/app-world.ts";
import { fakeCodeHost, REPOSITORY, sha } from "../../../fakes/code-host.ts";

const ROLLOUT: Rollout = {
  ...{
    repository: REPOSITORY,
    number: 1,
    deployment: "ai-models/chat",
    folder: "clusters/prod/ai-models/chat",
    statusOf: 7,
    gitops: REPOSITORY,
  },
  ...{ application: { name: "ai-models.chat", namespace: "argocd" }, commit: sha("d"), files: {}, begun: NOON },
  ...{ state: "queued", description: "committed" },
};

const application = fc.record({
  name: fc.constant("ai-models.chat"),
  sync: fc.constantFrom("Synced", "OutOfSync", "Unknown"),
  health: fc.constantFrom("Healthy", "Progressing", "Degraded", "Missing", "Unknown"),
  phase: fc.constantFrom("Running", "Succeeded", "Failed", "Error", null),
  message: fc.string(),
  revision: fc.constantFrom(sha("d"), sha("e"), null),
  startedAt: fc.option(fc.integer({ min: NOON - PATIENCE_MS, max: NOON + PATIENCE_MS })),
  isNameless: fc.boolean(),
  problem: fc.option(fc.string()),
  annotations: fc.constant({}),
});
const observation: fc.Arbitrary<Observation> = fc.record({
  application: fc.option(application),
  revision: fc.option(fc.record({ containsOurs: fc.boolean(), isOurTree: fc.boolean() })),
  now: fc.integer({ min: NOON, max: NOON + 2 * PATIENCE_MS }),
});

const rank = ({ state }: Pick<Rollout, "state">): number => (isFinal(state) ? 2 : state === "queued" ? 0 : 1);
function reached(from: Rollout, events: readonly Observation[]): Rollout {
  let now = from;
  for (const event of events) now = { ...now, ...advance(now, event) };
  return now;
}
const seen = (changes: Partial<NonNullable<Observation["application"]>>, now = NOON): Observation => {
  const base = { name: "x", sync: "Synced", health: "Healthy", phase: "Succeeded", message: "", problem: null };
  const named = { startedAt: NOON + 1, isNameless: false };
  const known = { containsOurs: true, isOurTree: true };
  return { application: { ...base, ...named, revision: sha("d"), annotations: {}, ...changes }, revision: known, now };
};

describe("a rollout", () => {
  it("never goes back, whatever is seen in whatever order", () => {
    fc.assert(
      fc.property(fc.array(observation, { maxLength: 12 }), (events) => {
        let now = ROLLOUT;
        for (const event of events) {
          const next = reached(now, [event]);
          expect(rank(next)).toBeGreaterThanOrEqual(rank(now));
          if (isFinal(now.state)) expect(next).toEqual(now);
          now = next;
        }
      }),
    );
  });

  it("is not changed by seeing the same twice", () => {
    fc.assert(
      fc.property(observation, (event) => {
        const once = reached(ROLLOUT, [event]);
        expect(reached(once, [event]).state).toBe(once.state);
      }),
    );
  });

  it("ends once its patience does, whatever is seen", () => {
    fc.assert(
      fc.property(fc.array(observation), observation, (events, last) => {
        const end = reached(ROLLOUT, [...events, { ...last, now: NOON + PATIENCE_MS + 1 }]);
        expect(isFinal(end.state)).toBe(true);
      }),
    );
  });

  it("succeeds only where our files are in what was synced", () => {
    fc.assert(
      fc.property(observation, (event) => {
        const { state } = reached(ROLLOUT, [event]);
        if (state === "success") expect(event.revision).toEqual({ containsOurs: true, isOurTree: true });
      }),
    );
    expect(reached(ROLLOUT, [seen({})]).state).toBe("success");
  });

  it("of an older revision waits; a newer one that changed the files ends it", () => {
    const older = { ...seen({}), revision: { containsOurs: false, isOurTree: false } };
    expect(reached(ROLLOUT, [older]).state).toBe("queued");
    const newer = { ...seen({}), revision: { containsOurs: true, isOurTree: false } };
    expect(reached(ROLLOUT, [newer]).state).toBe("inactive");
  });

  it("that failed before it named a revision has failed; one whose revision cannot be read has not", () => {
    const early = { ...seen({ phase: "Failed", revision: null, isNameless: true }), revision: null };
    expect(reached(ROLLOUT, [early]).state).toBe("failure");
    const unreadable = { ...seen({ phase: "Failed", revision: "1.2.3" }), revision: null };
    expect(reached(ROLLOUT, [unreadable]).state).toBe("queued");
  });
});

it("one that Argo CD tries again says after what", () => {
  const message = "one or more objects failed to apply. Retrying attempt #2 at 3:41AM.";
  const tried = advance(ROLLOUT, seen({ phase: "Running", message }));
  expect(tried).toEqual({
    state: "in_progress",
    description: "syncing again after: one or more objects failed to apply",
  });
  expect(advance(ROLLOUT, seen({ phase: "Running", message: "waiting for healthy state" })).description).toBe(
    "syncing",
  );
});

describe("what Argo CD cannot even compare", () => {
  const before = {
    operation: { phase: "Succeeded", syncResult: { revision: sha("a") } },
    health: { status: "Healthy" },
  };
  const status = { ...before, name: "x", sync: { status: "Unknown", revision: sha("d") }, annotations: null };
  const older = { revision: { containsOurs: false, isOurTree: false }, now: NOON };

  it("waits, and says why in Argo CD's words", () => {
    const conditions = [
      { type: "OrphanedResourceWarning", message: "one too many" },
      { type: "ComparisonError", message: "field not declared in schema" },
    ];
    const application = applicationState({ ...status, conditions });
    expect(advance(ROLLOUT, { application, ...older })).toEqual({
      state: "queued",
      description: "committed; Argo CD cannot sync it: field not declared in schema",
    });
    const late = advance(ROLLOUT, { application, ...older, now: NOON + PATIENCE_MS + 1 });
    expect(late).toMatchObject({ state: "error", description: expect.stringContaining("not declared in schema") });
  });

  it("says at least that, where only callbacks tell", () => {
    const { description } = advance(ROLLOUT, { application: applicationState(status), ...older });
    expect(description).toBe("committed; Argo CD cannot sync it: no word on what would change");
    const unseen = applicationState({ ...status, sync: undefined, operation: undefined });
    expect(unseen).toMatchObject({ sync: "Unknown", problem: null });
  });
});

describe("a failure of before, of an operation that names no commit", () => {
  // As Argo CD keeps it (argo-cd#29575): the last operation is shown until the next one begins.
  const failed = (startedAt: string) => ({
    ...{ name: "ai-models.chat", health: { status: "Healthy" }, annotations: null },
    operation: { phase: "Failed", startedAt, message: "ComparisonError", syncResult: { revision: "" } },
  });
  const yesterday = new Date(NOON - 86_400_000).toISOString();
  const since = new Date(NOON + 5000).toISOString();
  const nothing = { revision: null, now: NOON + 5000 };
  const compared = { revision: { containsOurs: true, isOurTree: true }, now: NOON + 5000 };

  it("does not end a new rollout, also where Argo CD compares the cluster with the new commit already", () => {
    const unsynced = applicationState({ ...failed(yesterday), sync: { status: "OutOfSync" } });
    expect(unsynced).toMatchObject({ revision: null, isNameless: true });
    expect(advance(ROLLOUT, { application: unsynced, ...nothing }).state).toBe("queued");
    const refreshed = applicationState({ ...failed(yesterday), sync: { status: "OutOfSync", revision: sha("d") } });
    expect(advance(ROLLOUT, { application: refreshed, ...compared })).toEqual({
      state: "queued",
      description: "committed; Argo CD has not synced it yet",
    });
    const silent = applicationState({ ...failed("soon"), sync: {} });
    expect(advance(ROLLOUT, { application: silent, ...nothing }).state).toBe("queued");
  });

  it("but one that began after the commit does", () => {
    for (const sync of [{ status: "OutOfSync" }, { status: "OutOfSync", revision: sha("d") }]) {
      const application = applicationState({ ...failed(since), sync });
      const end = { state: "failure", description: "sync failed: ComparisonError" };
      expect(advance(ROLLOUT, { application, ...nothing })).toEqual(end);
      expect(advance(ROLLOUT, { application, ...compared })).toEqual(end);
    }
  });

  it("is not taken from a callback that was kept, either", async () => {
    const host = fakeCodeHost();
    const app = fakeApp(host);
    const event = { v: 1, app: "ai-models.chat", namespace: "argocd", uid: "u", sync: { status: "OutOfSync" } };
    await app.memory.write("argocd-event/argocd/ai-models.chat", { ...failed(yesterday), ...event });
    await app.memory.write(rolloutKey(REPOSITORY, 1), [ROLLOUT]);
    expect(await app.perform({ kind: "deploy", repository: REPOSITORY, number: 1 })).toMatchObject({ kind: "again" });
    expect(host.statuses).toEqual([]);
    host.close();
  });
});

describe("a callback", () => {
  it("that names no revision is about the one that was to be synced", () => {
    const operation = { phase: "Failed", syncResult: { revision: "" }, operation: { sync: { revision: sha("d") } } };
    const status = { name: "x", sync: { revision: sha("e") }, health: {}, operation, annotations: null };
    expect(applicationState(status).revision).toBe(sha("d"));
  });

  it("of a commit that took no operation is about that commit, whatever became of the last operation", () => {
    const of = (phase: string, status: string) =>
      applicationState({
        ...{ name: "x", sync: { status, revision: sha("d") }, health: { status: "Healthy" }, annotations: null },
        operation: { phase, message: "as it was", syncResult: { revision: sha("a") } },
      });
    for (const phase of ["Succeeded", "Failed"]) {
      const application = of(phase, "Synced");
      expect(application).toMatchObject({ phase: null, message: "", revision: sha("d") });
      expect(advance(ROLLOUT, { ...seen({}), application }).state).toBe("success");
    }
    expect(of("Running", "Synced")).toMatchObject({ phase: "Running", revision: sha("a") });
    expect(of("Failed", "OutOfSync")).toMatchObject({ phase: "Failed", revision: sha("a") });
  });

  it("about an Application that nobody waits for changes nothing", async () => {
    const host = fakeCodeHost();
    const app = fakeApp(host);
    await app.perform({ kind: "sync", application: "other", namespace: "argocd" });
    expect([app.work, host.writes]).toEqual([[], []]);
    host.close();
  });
});

it("Argo CD out of reach: waits, then ends as an error that says so on the pull request", async () => {
  const host = fakeCodeHost();
  const app = fakeApp(host);
  app.argocd = {
    application: async () => {
      throw new OutsideError("Argo CD", "connection refused", true);
    },
  };
  await app.memory.write(rolloutKey(REPOSITORY, 1), [ROLLOUT]);
  const deploy = { kind: "deploy", repository: REPOSITORY, number: 1 } as const;
  expect(await app.perform(deploy)).toMatchObject({ kind: "again" });
  app.time = NOON + PATIENCE_MS + 1;
  expect(await app.perform(deploy)).toEqual({ kind: "done" });
  expect(host.statuses.map(({ state }) => state)).toEqual(["error"]);
  expect(host.conversation[0]?.body).toContain("❌");
  const written = host.writes.length;
  await app.perform(deploy);
  expect(host.writes).toHaveLength(written);
  host.close();
});
