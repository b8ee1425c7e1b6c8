/** A secret in a file that was about to be committed. The value itself is never repeated. */
export interface FoundSecret {
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  readonly what: string;
}

/** Formats their issuers publish so that scanners can find them; a match is never a coincidence. */
const TOKENS: readonly (readonly [string, RegExp])[] = [
  ["a private key", /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----/],
  ["a GitHub token", /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{22,})/],
  ["a GitLab token", /\bglpat-[A-Za-z0-9_-]{20}/],
  ["a Hugging Face token", /\bhf_[A-Za-z0-9]{30,}/],
  ["an AWS access key", /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/],
  ["a Google API key", /\bAIza[A-Za-z0-9_-]{35}/],
  ["an OpenAI or Anthropic key", /\bsk-[A-Za-z0-9_-]{32,}/],
  ["a LangSmith key", /\blsv2_(?:pt|sk)_[a-f0-9]{32}/],
  ["a Slack token", /\bxox[abeprs]-[A-Za-z0-9-]{10,}/],
  ["a JSON web token", /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/],
];

const SECRET_KIND = /^\s*["']?kind["']?\s*:\s*["']?Secret["']?\s*,?\s*(?:#.*)?$/;
const SECRET_DATA = /^\s*["']?(?:data|stringData)["']?\s*:/;

/** The first secret in these files, or null. Git keeps for ever what was committed once. */
export function findSecret(files: ReadonlyMap<string, string>): FoundSecret | null {
  for (const [path, text] of files) {
    const lines = text.split("\n");
    const found = findToken(lines) ?? findSecretManifest(lines);
    if (found !== null) return { path, ...found };
  }
  return null;
}

function findToken(lines: readonly string[]): Omit<FoundSecret, "path"> | null {
  for (const [index, line] of lines.entries()) {
    const token = TOKENS.find(([, pattern]) => pattern.test(line));
    if (token !== undefined) return { line: index + 1, what: token[0] };
  }
  return null;
}

/** `kind: Secret` with data; an ExternalSecret, or a reference to a Secret, holds none. */
function findSecretManifest(lines: readonly string[]): Omit<FoundSecret, "path"> | null {
  let kindLine: number | null = null;
  let hasData = false;
  for (const [index, line] of [...lines, "---"].entries()) {
    if (/^---(?:\s|$)/.test(line)) {
      if (kindLine !== null && hasData) return { line: kindLine, what: "a Kubernetes Secret with its data" };
      kindLine = null;
      hasData = false;
    }
    if (SECRET_KIND.test(line)) kindLine = index + 1;
    if (SECRET_DATA.test(line)) hasData = true;
  }
  return null;
}
