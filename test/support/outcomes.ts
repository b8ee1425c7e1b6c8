import type { Outcome } from "../../src/ports/app-store.ts";

/** Work that is done when it is released. */
export function holding(): { held: Promise<Outcome>; release: () => void } {
  let release = (): void => undefined;
  const held = new Promise<Outcome>((resolve) => {
    release = () => resolve({ kind: "done" });
  });
  return { held, release };
}

/** Wants to be looked at again after its first attempt. */
export const againAfter =
  (afterSeconds: number) =>
  async (attempt: number): Promise<Outcome> =>
    attempt === 1 ? { kind: "again", afterSeconds, why: "waits for a sync" } : { kind: "done" };
