import { parseSync } from "@swc/core";

/** One function as it stands in a file. Lines are 1-based; `length` counts from its first to its last line. */
export interface MeasuredFunction {
  readonly name: string;
  readonly line: number;
  readonly length: number;
  readonly parameters: number;
  /** Deepest stack of if, switch, try and loops; an `else if` stays on the level of its `if`. */
  readonly nesting: number;
  /** A test suite is a list of tests, so its length says nothing; each test in it is measured by itself. */
  readonly isSuite: boolean;
}

type Node = { readonly type: string; readonly span?: { readonly start: number; readonly end: number } } & Readonly<
  Record<string, unknown>
>;

const BLOCKS = /^(If|For|ForIn|ForOf|While|DoWhile|Switch|Try)Statement$/;

/** Every function of a TypeScript source, nested ones included, in order of appearance. */
export function measureFunctions(source: string): MeasuredFunction[] {
  const bytes = Buffer.from(source);
  const program = parseSync(source, { syntax: "typescript", target: "es2024" });
  const found: MeasuredFunction[] = [];
  visit(program as unknown as Node, [], (node, parents) => {
    const parts = functionParts(node);
    if (parts === null) return;
    const { parameters, body } = parts;
    found.push({ ...placeOf(node, bytes), parameters, nesting: deepest(body, 0), ...namesOf(node, parents) });
  });
  return found.sort((a, b) => a.line - b.line);
}

function placeOf(node: Node, bytes: Buffer): Pick<MeasuredFunction, "line" | "length"> {
  // swc counts UTF-8 bytes and starts at 1.
  const { start, end } = node.span ?? { start: 1, end: 2 };
  const line = lineAt(bytes, start - 1);
  return { line, length: lineAt(bytes, end - 2) - line + 1 };
}

/** Null for what is no function with a body. A class method keeps its parts in an object of its own, a getter has no list. */
function functionParts(node: Node): { readonly parameters: number; readonly body: Node } | null {
  const holder = (node["function"] ?? node) as Readonly<Record<string, unknown>>;
  const parameters = holder["params"] ?? (/^(Getter|Setter)/.test(node.type) ? [] : null);
  const { body } = holder;
  return Array.isArray(parameters) && isNode(body) ? { parameters: parameters.length, body } : null;
}

function deepest(node: Node, depth: number): number {
  const here = BLOCKS.test(node.type) ? depth + 1 : depth;
  const below = children(node)
    .filter((child) => functionParts(child) === null)
    .map((child) => deepest(child, isElseIf(node, child) ? depth : here));
  return Math.max(here, ...below);
}

const isElseIf = (node: Node, child: Node): boolean =>
  node.type === "IfStatement" && child.type === "IfStatement" && node["alternate"] === child;

/** The call whose argument the function is: swc wraps each argument in an untyped object, which `children` skips. */
function callAround(parents: readonly Node[]): Node | undefined {
  const parent = parents.at(-1);
  return parent?.type === "CallExpression" ? parent : undefined;
}

function namesOf(node: Node, parents: readonly Node[]): Pick<MeasuredFunction, "name" | "isSuite"> {
  const call = callAround(parents);
  return { name: nameOf(node, parents, call), isSuite: rootName(call?.["callee"]) === "describe" };
}

function nameOf(node: Node, parents: readonly Node[], call: Node | undefined): string {
  if (call !== undefined) return [rootName(call["callee"]), firstText(call)].filter((part) => part !== "").join(" ");
  const named = [node["identifier"], node["key"], parents.at(-1)?.["id"], parents.at(-1)?.["key"]].find(isNode);
  return String(named?.["value"] ?? "(anonymous)");
}

function rootName(callee: unknown): string {
  if (!isNode(callee)) return "";
  if (callee.type === "Identifier") return String(callee["value"]);
  return rootName(callee["object"] ?? callee["callee"] ?? callee["tag"]);
}

function firstText(call: Node): string {
  const text = children(call).find((child) => child.type === "StringLiteral");
  return text === undefined ? "" : JSON.stringify(text["value"]);
}

function visit(node: Node, parents: readonly Node[], see: (node: Node, parents: readonly Node[]) => void): void {
  see(node, parents);
  for (const child of children(node)) visit(child, [...parents, node], see);
}

function children(node: Node): Node[] {
  return Object.values(node).flatMap(nodesIn);
}

function nodesIn(value: unknown): Node[] {
  if (isNode(value)) return [value];
  if (Array.isArray(value)) return value.flatMap(nodesIn);
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(nodesIn) : [];
}

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && typeof (value as Node).type === "string";

function lineAt(bytes: Buffer, offset: number): number {
  let line = 1;
  for (let at = bytes.indexOf(10); at !== -1 && at < offset; at = bytes.indexOf(10, at + 1)) line += 1;
  return line;
}
