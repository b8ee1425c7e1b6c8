import { CORE_SCHEMA, constructFromEvents, EVENT_ID, type Event, parseEvents, YAMLException } from "js-yaml";
import { YAML } from "../mistakes/yaml.ts";
import { InputError, type Mistake, type Problem } from "../ports/failure.ts";
import { type Position, positionsOf } from "./position.ts";
import { type KeyPath, showPath } from "./show.ts";
import { checkTree, type TextProblem } from "./yaml-checks.ts";
import { explainSyntax } from "./yaml-syntax.ts";
import { buildTree, findNode } from "./yaml-tree.ts";

/** No configuration file needs more; reading stops before parsing starts. */
export const MOST_BYTES = 1024 * 1024;
/** Problems said at once: enough to mend a file in one go, few enough to read. */
export const MOST_PROBLEMS = 20;
const MOST_LEVELS = 60;
const MOST_ALIASES = 50;

/** One YAML document: its plain value, and where each part of it stands. */
export interface YamlDocument {
  readonly value: unknown;
  readonly locate: (path: KeyPath) => Position;
  /** Place of the key itself, for messages about keys. */
  readonly locateKey: (path: KeyPath) => Position;
  /** The scalar as it is written ("007"), or null where the path holds none. */
  readonly source: (path: KeyPath) => string | null;
}

/** Reads one untrusted YAML document, or throws an InputError that lists every problem found. `permitOff` names places where `off` is a word. */
export function readYaml(
  text: string,
  file: string,
  permitOff: (path: KeyPath) => boolean = () => false,
): YamlDocument {
  const body = text.startsWith("\uFEFF") ? text.slice(1) : text;
  const position = positionsOf(body);
  const fail = (problems: readonly TextProblem[]): never => {
    throw new InputError(inOrder(problems.map((problem) => place(problem, file, position))));
  };
  const refused = sizeProblem(body) ?? binaryProblem(body);
  if (refused !== null) return fail([refused]);
  const events = parse(body, fail);
  const several = documentProblem(events, body) ?? aliasProblem(events);
  if (several !== null) return fail([several]);
  const tree = buildTree(events, body);
  const problems = checkTree(tree, body, permitOff);
  if (problems.length > 0) return fail(problems);
  const value = construct(events, body, fail);
  return {
    value,
    locate: (path) => position(findNode(tree.root, body, path).start),
    locateKey: (path) => position(findNode(tree.root, body, path).keyStart),
    source: (path) => {
      const node = findNode(tree.root, body, path).node;
      return node?.kind === "scalar" ? body.slice(node.event.valueStart, node.event.valueEnd) : null;
    },
  };
}

/** By position, at most 20; the last one says how many more there are. */
export function inOrder(problems: readonly Problem[]): Problem[] {
  const sorted = [...problems].sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
  const shown = sorted.slice(0, MOST_PROBLEMS);
  const last = shown.at(-1);
  const left = sorted.length - shown.length;
  if (left === 0 || last === undefined) return shown;
  return [...shown.slice(0, -1), { ...last, advice: YAML.more(last.advice, left) }];
}

function place(problem: TextProblem, file: string, position: (offset: number) => Position): Problem {
  const { offset, at, found, wanted, advice } = problem;
  return { file, ...position(offset), at: showPath(at), found, wanted, advice };
}

type Fail = (problems: readonly TextProblem[]) => never;

function parse(text: string, fail: Fail): Event[] {
  try {
    return parseEvents(text, { maxDepth: MOST_LEVELS });
  } catch (error) {
    return fail([explainSyntax(text, asYamlError(error))]);
  }
}

function construct(events: Event[], text: string, fail: Fail): unknown {
  try {
    return constructFromEvents(events, { source: text, schema: CORE_SCHEMA, maxAliases: MOST_ALIASES })[0];
  } catch (error) {
    return fail([explainSyntax(text, asYamlError(error))]);
  }
}

function asYamlError(error: unknown): YAMLException {
  if (error instanceof YAMLException) return error;
  throw error;
}

function sizeProblem(text: string): TextProblem | null {
  const bytes = text.length > MOST_BYTES ? text.length : new TextEncoder().encode(text).length;
  if (bytes <= MOST_BYTES) return null;
  return whole(YAML.tooLarge());
}

const whole = (mistake: Mistake): TextProblem => ({ offset: 0, at: [], ...mistake });

function binaryProblem(text: string): TextProblem | null {
  for (let offset = 0; offset < text.length; offset++) {
    const code = text.charCodeAt(offset);
    const allowed = code >= 0x20 ? code !== 0x7f : code === 0x09 || code === 0x0a || code === 0x0d;
    if (!allowed) return { offset, at: [], ...YAML.controlCharacter(code) };
  }
  return null;
}

function documentProblem(events: readonly Event[], text: string): TextProblem | null {
  const starts = events.flatMap((event, index) => (event.type === EVENT_ID.DOCUMENT ? [index] : []));
  const root = events[1];
  const nothing = root === undefined || (root.type === EVENT_ID.SCALAR && root.valueStart < 0);
  if (starts.length <= 1) return nothing ? whole(YAML.emptyFile(EXAMPLES)) : null;
  const second = events[(starts[1] ?? 0) + 1];
  return { offset: startOf(second, text), at: [], ...YAML.severalDocuments(starts.length) };
}

/** Offset of the `---` above a document's first node. */
function startOf(event: Event | undefined, text: string): number {
  const written = event !== undefined && "start" in event ? event.start : text.length;
  return Math.max(0, text.lastIndexOf("---", written));
}

/** Where somebody finds a whole document to start from. */
export const EXAMPLES = "Start from an example: `loadline init` writes some, `loadline schema` describes every format.";

function aliasProblem(events: readonly Event[]): TextProblem | null {
  const aliases = events.filter((event) => event.type === EVENT_ID.ALIAS);
  const excess = aliases[MOST_ALIASES];
  if (excess === undefined) return null;
  return { offset: excess.anchorStart - 1, at: [], ...YAML.tooManyAliases(aliases.length, MOST_ALIASES) };
}
