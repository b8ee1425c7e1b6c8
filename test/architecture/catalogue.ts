/** `advice:` or `advice =` followed by words, before the next property or statement. */
const ADVICE = /\badvice\s*[:=]\s(?:\([^()]*\)|[^(),;{}"'`])*(["'`])(?!\1)/g;

/** What is said of a system that failed: a text of several words behind the name of the system. */
const FAILURE = /\bnew OutsideError\(\s*[^,]+,[^;]*?["'`]\w[^"'`\n]* /g;

/** What is said of a value that a leaf of a schema refuses: a text that begins as a sentence does. */
const REFUSAL = /\brefuse\((?!\d)[^;]*?["'`][A-Z]\w* /g;

/** Lines of a source that write words in place which belong into `src/mistakes`. */
export function wordsInPlace(source: string): number[] {
  return [ADVICE, FAILURE, REFUSAL]
    .flatMap((pattern) => [...source.matchAll(pattern)])
    .map(({ index }) => source.slice(0, index).split("\n").length);
}
