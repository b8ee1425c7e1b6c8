import type { SyntaxNode, Tree } from "@lezer/common";
import { parser } from "@prometheus-io/lezer-promql";
import { parametersOf, resultOf, TYPE_WORDS, type ValueType } from "./promql-functions.ts";
import { selectorFault } from "./promql-selectors.ts";
import { show } from "./spot.ts";

/** What Prometheus would say against an expression: grammar first, then the types of what is put together; null = nothing. */
export function promqlFault(text: string): string | null {
  const shape = text.replace(PLAIN_TEXT, '"_"');
  if (faultless.has(shape)) return null;
  // Texts say nothing about grammar and types; what a fault says about its place does depend on them.
  const fault = faultOf(text);
  if (fault !== null) return fault;
  if (faultless.size >= KEPT) faultless.clear();
  faultless.add(shape);
  return null;
}

/** One expression stands in a rule and in several panels, and is the same in each deployment but for names. */
const faultless = new Set<string>();
const KEPT = 5_000;
/** Neither empty nor more than letters to a regular expression. */
const PLAIN_TEXT = /"[\w ./:-]+"/g;

function faultOf(text: string): string | null {
  const tree = parser.parse(text);
  const fault = grammarFault(tree, text) ?? typeFault(tree.topNode, text);
  if (fault !== null) return `${fault.message} (${placeOf(text, fault.at)})`;
  const only = expressionsIn(tree.topNode)[0];
  const type = only === undefined ? null : typeOf(only, text);
  return type === "m" || type === "t" ? `is ${TYPE_WORDS[type]}; an instant vector or a number is wanted` : null;
}

interface Fault {
  readonly at: number;
  readonly message: string;
}

function grammarFault(tree: Tree, text: string): Fault | null {
  let fault: Fault | null = null;
  tree.iterate({
    enter: ({ type, from, to }) => {
      if (fault === null && type.isError) fault = { at: from, message: explain(text, from, to) };
      return fault === null;
    },
  });
  return fault;
}

function explain(text: string, from: number, to: number): string {
  const name = /([a-zA-Z_]\w*)\s*$/.exec(text.slice(0, from))?.[1];
  if (name !== undefined && text.slice(from, from + 1) === "(") return `no PromQL function \`${show(name)}\``;
  const found = text.slice(from, Math.max(to, from + 1)).trim();
  const rest = found === "" ? text.slice(from).trim().slice(0, 20) : found;
  return rest === "" ? "is not complete PromQL" : `is not PromQL at \`${show(rest)}\``;
}

function placeOf(text: string, at: number): string {
  const before = text.slice(0, at).split("\n");
  const column = `character ${(before.at(-1) ?? "").length + 1}`;
  return before.length > 1 ? `line ${before.length} of the expression, ${column}` : column;
}

const EXPRESSIONS = new Set([
  ...["AggregateExpr", "BinaryExpr", "FunctionCall", "MatrixSelector", "NumberDurationLiteral", "OffsetExpr"],
  ...["ParenExpr", "StringLiteral", "StepInvariantExpr", "SubqueryExpr", "UnaryExpr", "VectorSelector"],
]);

function expressionsIn(node: SyntaxNode): readonly SyntaxNode[] {
  return childrenOf(node).filter(({ name }) => EXPRESSIONS.has(name));
}

function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) children.push(child);
  return children;
}

/** The first fault in the order of reading, inner ones first. */
function typeFault(node: SyntaxNode, text: string): Fault | null {
  for (const child of childrenOf(node)) {
    const fault = typeFault(child, text);
    if (fault !== null) return fault;
  }
  return selectorFault(node, text) ?? operationFault(node, text);
}

function operationFault(node: SyntaxNode, text: string): Fault | null {
  switch (node.name) {
    case "FunctionCall":
      return callFault(node, text);
    case "AggregateExpr":
      return aggregateFault(node, text);
    case "BinaryExpr":
      return binaryFault(node, text);
    case "SubqueryExpr":
    case "UnaryExpr":
      return operandFault(node, text);
    default:
      return null;
  }
}

function typeOf(node: SyntaxNode, text: string): ValueType {
  const [first, second] = expressionsIn(node);
  switch (node.name) {
    case "NumberDurationLiteral":
      return "s";
    case "StringLiteral":
      return "t";
    case "MatrixSelector":
    case "SubqueryExpr":
      return "m";
    case "FunctionCall":
      return resultOf(nameOf(node, text));
    case "ParenExpr":
    case "OffsetExpr":
    case "StepInvariantExpr":
    case "UnaryExpr":
      return first === undefined ? "v" : typeOf(first, text);
    case "BinaryExpr":
      return [first, second].every((side) => side !== undefined && typeOf(side, text) === "s") ? "s" : "v";
    default:
      return "v";
  }
}

function nameOf(call: SyntaxNode, text: string): string {
  const name = call.firstChild;
  return name === null ? "" : text.slice(name.from, name.to);
}

function callFault(call: SyntaxNode, text: string): Fault | null {
  const name = nameOf(call, text);
  const wanted = parametersOf(name);
  if (wanted === null) return null;
  const given = argumentsOf(call);
  const least = wanted.filter(({ isOptional }) => !isOptional).length;
  const most = wanted.some(({ repeats }) => repeats) ? Infinity : wanted.length;
  if (given.length < least || given.length > most) {
    const count = least === most ? `${least}` : `at least ${least}`;
    return { at: call.from, message: `\`${name}\` takes ${count} arguments, not ${given.length}` };
  }
  for (const [index, argument] of given.entries()) {
    const { type } = wanted[Math.min(index, wanted.length - 1)] ?? { type: "v" };
    if (typeOf(argument, text) !== type) return { at: argument.from, message: `\`${name}\` wants ${TYPE_WORDS[type]}` };
  }
  return null;
}

function argumentsOf(node: SyntaxNode): readonly SyntaxNode[] {
  const body = childrenOf(node).find(({ name }) => name === "FunctionCallBody");
  return body === undefined ? [] : expressionsIn(body);
}

const WITH_PARAMETER: Readonly<Record<string, ValueType>> = {
  ...{ topk: "s", bottomk: "s", quantile: "s", limitk: "s", limit_ratio: "s", count_values: "t" },
};

function aggregateFault(node: SyntaxNode, text: string): Fault | null {
  const name = nameOf(node, text).toLowerCase();
  const parameter = WITH_PARAMETER[name];
  const wanted: readonly ValueType[] = parameter === undefined ? ["v"] : [parameter, "v"];
  const given = argumentsOf(node);
  if (given.length !== wanted.length) {
    return { at: node.from, message: `\`${name}\` takes ${wanted.length} arguments, not ${given.length}` };
  }
  const wrong = given.findIndex((argument, index) => typeOf(argument, text) !== wanted[index]);
  if (wrong === -1) return null;
  return { at: given[wrong]?.from ?? node.from, message: `\`${name}\` wants ${TYPE_WORDS[wanted[wrong] ?? "v"]}` };
}

const SETS = new Set(["And", "Or", "Unless"]);
const COMPARISONS = new Set(["Eql", "EqlSingle", "Neq", "Lte", "Lss", "Gte", "Gtr"]);

function binaryFault(node: SyntaxNode, text: string): Fault | null {
  const wrong = operandFault(node, text);
  if (wrong !== null) return wrong;
  const isNumber = expressionsIn(node).map((side) => typeOf(side, text) === "s");
  const names = childrenOf(node).map(({ name }) => name);
  if (names.some((name) => SETS.has(name)) && isNumber.some(Boolean)) {
    return { at: node.from, message: "`and`, `or` and `unless` want vectors on both sides" };
  }
  const compares = names.some((name) => COMPARISONS.has(name)) && isNumber.every(Boolean);
  return compares && !names.includes("BoolModifier")
    ? { at: node.from, message: "comparing two numbers wants `bool`" }
    : null;
}

/** Nothing can be calculated with texts and range vectors, and no subquery taken of them. */
function operandFault(node: SyntaxNode, text: string): Fault | null {
  const wrong = expressionsIn(node).find((side) => ["m", "t"].includes(typeOf(side, text)));
  if (wrong === undefined) return null;
  return { at: wrong.from, message: `${TYPE_WORDS[typeOf(wrong, text)]} stands where an instant vector is wanted` };
}
