/** A line on the terminal that says how far long work is and how long it will take; nothing where stderr is no terminal. */
export function progressBar(): { readonly update: (share: number, what: string) => void; readonly end: () => void } {
  if (process.stderr.isTTY !== true) return { update: () => undefined, end: () => undefined };
  const started = performance.now();
  let shown = false;
  return {
    update: (share, what) => {
      const elapsed = (performance.now() - started) / 1000;
      // Work that takes less than a second does not flicker past.
      if (!shown && (elapsed < 0.3 || share >= 1)) return;
      shown = true;
      const left = share > 0.02 ? ` ${Math.ceil((elapsed * (1 - share)) / share)} s left` : "";
      const filled = Math.round(24 * share);
      process.stderr.write(`\r\x1b[2K[${"#".repeat(filled)}${"-".repeat(24 - filled)}] ${what.slice(0, 40)}${left}`);
    },
    end: () => {
      if (shown) process.stderr.write("\r\x1b[2K");
    },
  };
}
