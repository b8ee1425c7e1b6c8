/** One stream of chance. Every subsystem has its own, so adding one never disturbs another. */
export interface Random {
  /** Uniform in [0, 1), 53 bits. */
  next(): number;
  /** Standard normal (Box-Muller, one value a call so that streams stay aligned). */
  normal(): number;
  /** Exponential with mean 1. */
  exponential(): number;
}

/** The stream called `name` under a seed: same seed and name, same numbers, on any machine. */
export function stream(seed: number, name: string): Random {
  const next = uniform(hash(name, seed));
  return {
    next,
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    exponential: () => -Math.log(1 - next()),
  };
}

/** sfc32 (Chris Doty-Humphrey, PractRand): small, fast, passes the usual batteries. */
function uniform(state: Uint32Array): () => number {
  let [a = 0, b = 0, c = 0] = state;
  let counter = 1;
  const draw = (): number => {
    const t = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    return t >>> 0;
  };
  for (let i = 0; i < 15; i++) draw();
  return () => (draw() * 2 ** 21 + (draw() >>> 11)) / 2 ** 53;
}

/** FNV-1a over the name, then murmur3's finaliser over seed and lane, so that close seeds give unlike streams. */
function hash(name: string, seed: number): Uint32Array {
  let text = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) text = Math.imul(text ^ name.charCodeAt(i), 0x01000193);
  const low = seed >>> 0;
  const high = Math.floor(seed / 2 ** 32) >>> 0;
  return Uint32Array.from([1, 2, 3], (lane) => mix(text ^ mix(low ^ mix(high ^ Math.imul(lane, 0x9e3779b9)))));
}

function mix(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
