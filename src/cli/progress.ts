const BAR = 24;
/** Below this share of the work, the time left would be a guess. */
const LEAST_DONE = 0.02;

/** A line on the terminal that says how far long work is and how long it will take; nothing where stderr is no terminal. */
export function progressBar(): { readonly update: (share: number, what: string) => void; readonly end: () => void } {
  if (process.stderr.isTTY !== true) return { update: () => undefined, end: () => undefined };
  const started = performance.now();
  const left = timeLeft();
  let shown = false;
  return {
    update: (share, what) => {
      const now = performance.now();
      const seconds = left(share, now / 1000);
      // Work that takes less than a second does not flicker past.
      if (!shown && (now - started < 300 || share >= 1)) return;
      shown = true;
      process.stderr.write(`\r\x1b[2K${progressLine({ share, what, seconds }, process.stderr.columns ?? 80)}`);
    },
    end: () => {
      if (shown) process.stderr.write("\r\x1b[2K");
    },
  };
}

/** Seconds left at the pace since the first report: what went before it, such as reading files, was other work. Null = not known. */
export function timeLeft(): (share: number, now: number) => number | null {
  let first: { readonly share: number; readonly now: number } | null = null;
  return (share, now) => {
    first ??= { share, now };
    const done = share - first.share;
    return done < LEAST_DONE ? null : Math.ceil(((now - first.now) * (1 - share)) / done);
  };
}

/** `[######------] chat 12 s left`, on one line of the terminal: a longer one could not be taken back. */
export function progressLine(
  { share, what, seconds }: { readonly share: number; readonly what: string; readonly seconds: number | null },
  columns: number,
): string {
  const filled = Math.round(BAR * Math.min(1, Math.max(0, share)));
  const bar = `[${"#".repeat(filled)}${"-".repeat(BAR - filled)}]`;
  const left = seconds === null ? "" : ` ${seconds} s left`;
  const room = Math.max(0, Math.min(40, columns - bar.length - left.length - 2));
  return `${bar} ${what.slice(0, room)}${left}`.slice(0, Math.max(0, columns - 1));
}
