import type { Call, Reply } from "./message.ts";
import { reply } from "./message.ts";

/** Something that goes wrong on purpose. */
export interface Fault {
  /** "GET", "POST" …; left out: any. */
  readonly method?: string;
  readonly path: RegExp;
  /** How often; left out: once. */
  readonly times?: number;
  /** Answers before the request takes effect, or after it did: the write stands and its answer is lost. */
  readonly when?: "before" | "after";
  readonly answer: Reply | "hang up";
}

export const secondaryLimit = (seconds: number): Reply =>
  reply(
    403,
    { message: "You have exceeded a secondary rate limit. Please wait a few minutes before you try again." },
    { "retry-after": String(seconds) },
  );

export const badGateway = (): Reply => reply(502, { message: "Server Error" });

export interface Faults {
  add(fault: Fault): void;
  /** The fault that strikes this call, used up by it. */
  take(call: Call): Fault | null;
  clear(): void;
}

export function openFaults(): Faults {
  let waiting: { fault: Fault; left: number }[] = [];
  return {
    add: (fault) => {
      waiting.push({ fault, left: fault.times ?? 1 });
    },
    take: (call) => {
      const found = waiting.find(
        ({ fault }) => (fault.method ?? call.method) === call.method && fault.path.test(call.path),
      );
      if (found === undefined) return null;
      found.left -= 1;
      waiting = waiting.filter(({ left }) => left > 0);
      return found.fault;
    },
    clear: () => {
      waiting = [];
    },
  };
}
