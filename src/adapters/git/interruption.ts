const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

let running = 0;
let asked: (typeof SIGNALS)[number] | null = null;

/**
 * Runs work that must not be cut in two. A Ctrl-C in the meantime is kept until the work has ended and cleaned up after
 * itself, then obeyed; the work may look at `stopAsked` and give up while nothing has been written.
 */
export async function uninterrupted<T>(work: (stopAsked: () => boolean) => Promise<T>): Promise<T> {
  if (running++ === 0) for (const signal of SIGNALS) process.on(signal, note);
  try {
    return await work(() => asked !== null);
  } finally {
    if (--running === 0) release();
  }
}

function note(signal: NodeJS.Signals): void {
  asked = SIGNALS.find((name) => name === signal) ?? "SIGTERM";
}

function release(): void {
  for (const name of SIGNALS) process.off(name, note);
  const signal = asked;
  asked = null;
  if (signal !== null) process.kill(process.pid, signal);
}
