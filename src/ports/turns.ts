/** GitHub takes about 80 pieces of content a minute; some are left for what is on its way longer than others. */
export const WRITES_A_MINUTE = 75;

/** A turn to write, and what is known about the account besides; both in milliseconds from now. */
export interface Turn {
  readonly waitMs: number;
  readonly pausedMs: number;
}

/** How fast all processes together ask GitHub. `account`: whom GitHub counts it for. */
export interface Turns {
  /** Books the next turn: in no minute there are more than `WRITES_A_MINUTE`. One that is not used is lost. */
  book(account: string): Promise<Turn>;
  /** GitHub wants to hear nothing of the account for so long. */
  pause(account: string, milliseconds: number): Promise<void>;
  /** So long it wants to hear nothing; 0: it may be asked. */
  pausedMs(account: string): Promise<number>;
}
