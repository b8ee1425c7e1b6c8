import type { Member, Start, Startup } from "./member.ts";

/** When a replica was wished for, when its pod has a node with a free GPU, when its container begins, and when it answers. */
export type StartTimes = Pick<Member, "createdAt" | "placedAt" | "runsAt" | "readyAt">;

/** What the first replicas have behind them. */
export const FROM_THE_START: StartTimes = { createdAt: 0, placedAt: 0, runsAt: 0, readyAt: 0 };

/** Where pods find a GPU to run on, and when. */
export class Placement {
  /** No pod finds one before. */
  private gpusFrom = 0;

  /** A start that begins now and takes so long. A number alone is the time of the process: the node waits. */
  times(now: number, start: Start, drawn: number | Startup): StartTimes {
    const { node = 0, image = 0, process } = typeof drawn === "number" ? { process: drawn } : drawn;
    // A container that starts again keeps the GPU of its pod.
    if (start.kind === "same-node") {
      return { createdAt: now, placedAt: now, runsAt: now, readyAt: now + (start.wait ?? 0) + process };
    }
    const placedAt = Math.max(now + node, this.gpusFrom);
    return { createdAt: now, placedAt, runsAt: placedAt + image, readyAt: placedAt + image + process };
  }

  /** Nodes advertise no GPUs before `until`: whoever of these would be placed by then waits. */
  withdraw(now: number, until: number, members: readonly Member[]): void {
    this.gpusFrom = Math.max(this.gpusFrom, until);
    for (const member of members) {
      const put = member.placedAt <= now ? 0 : Math.max(0, until - member.placedAt);
      member.placedAt += put;
      member.runsAt += put;
      member.readyAt += put;
    }
  }
}
