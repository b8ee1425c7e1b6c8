/** Variables that models and gateways are given their keys in. Elsewhere a name alone says little. */
const KNOWN =
  /^(OPENAI|ANTHROPIC|AZURE_OPENAI|COHERE|MISTRAL|GROQ|GEMINI|GOOGLE|TOGETHER|VLLM|LANGSMITH|LANGCHAIN|LANGFUSE_SECRET|WANDB|NGC)_(API_)?KEY$|^(HF|HUGGING_?FACE(_HUB)?|HUGGINGFACEHUB_API|HF_API)_TOKEN$/;

/** Names that end in what is kept secret; tokens of a vocabulary are none. */
const NAMED = /(^|_)(API_?KEY|ACCESS_KEY|SECRET_KEY|PRIVATE_KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIALS)$/i;
const VOCABULARY = /^(BOS|EOS|PAD|UNK|SEP|CLS|MASK|STOP|MAX|MIN|NUM|N)_/i;

/** Formats that issuers publish so that they can be found; a match is never a coincidence. */
const ISSUED =
  /\b(hf_[A-Za-z0-9]{30,}|sk-[A-Za-z0-9_-]{32,}|lsv2_(pt|sk)_[a-f0-9]{32}|gh[pousr]_[A-Za-z0-9]{36}|(AKIA|ASIA)[A-Z0-9]{16}|AIza[A-Za-z0-9_-]{35}|xox[abeprs]-[A-Za-z0-9-]{10,}|nvapi-[A-Za-z0-9_-]{40,})/;

/** Where a key must stand although there is none: local servers take any. */
const PLACEHOLDER = /^(|empty|none|null|dummy|changeme|placeholder|unused|not-?needed|fake|test|x+|true|false|\d+)$/i;

export const isKnownKey = (name: string): boolean => KNOWN.test(name);

export const isKeyName = (name: string): boolean => KNOWN.test(name) || (NAMED.test(name) && !VOCABULARY.test(name));

export const isIssuedKey = (text: string): boolean => ISSUED.test(text);

/** Text that could be a key: no placeholder, no reference to another variable, no path or option, nothing with spaces. */
export const couldBeKey = (text: string): boolean =>
  text.length >= 8 && !PLACEHOLDER.test(text) && !/^[$/<{-]|\s/.test(text);
