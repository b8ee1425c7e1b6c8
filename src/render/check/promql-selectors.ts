import type { SyntaxNode } from "@lezer/common";

/** What is wrong about selectors, and where: what grammar and types let pass, and Prometheus refuses. Null: nothing. */
export function selectorFault(
  node: SyntaxNode,
  text: string,
): { readonly at: number; readonly message: string } | null {
  const message = messageOf(node, text);
  return message === null ? null : { at: node.from, message };
}

function messageOf(node: SyntaxNode, text: string): string | null {
  switch (node.name) {
    case "VectorSelector":
      return matchersFault(node, text);
    case "MatrixSelector":
      return node.getChild("VectorSelector") === null ? "a range stands behind a selector and nothing else" : null;
    case "OffsetExpr":
      return modifierFault(node, "offset");
    case "StepInvariantExpr":
      return modifierFault(node, "@");
    case "BinaryExpr":
      return groupingFault(node);
    default:
      return null;
  }
}

interface Matcher {
  readonly label: string;
  readonly operator: string;
  readonly value: string;
}

function matchersFault(selector: SyntaxNode, text: string): string | null {
  const list = selector.getChild("LabelMatchers");
  const named = selector.getChild("Identifier") !== null || (list?.getChild("QuotedLabelName") ?? null) !== null;
  const matchers = (list?.getChildren("UnquotedLabelMatcher") ?? []).map((one) => matcherOf(one, text));
  const bad = matchers.find(({ operator, value }) => operator.endsWith("~") && !isRegularExpression(value));
  if (bad !== undefined) return `\`${bad.value.slice(0, 60)}\` is not a regular expression`;
  if (named && matchers.some(({ label }) => label === "__name__")) return "names its metric twice";
  const quoted = (list?.getChildren("QuotedLabelMatcher") ?? []).length;
  const isEmpty = !named && quoted === 0 && matchers.every(takesNothing);
  return isEmpty ? "selects everything; a matcher that wants a value is needed" : null;
}

function matcherOf(node: SyntaxNode, text: string): Matcher {
  const part = (name: string) => {
    const found = node.getChild(name);
    return found === null ? "" : text.slice(found.from, found.to);
  };
  return { label: part("LabelName"), operator: part("MatchOp"), value: unquoted(part("StringLiteral")) };
}

/** Back quotes keep backslashes; the other quotes take one away. */
const unquoted = (literal: string): string =>
  literal.startsWith("`") ? literal.slice(1, -1) : literal.slice(1, -1).replaceAll(/\\(["'\\])/g, "$1");

function takesNothing({ operator, value }: Matcher): boolean {
  switch (operator) {
    case "=":
      return value === "";
    case "!=":
      return value !== "";
    case "=~":
      return compiled(value)?.test("") ?? false;
    default:
      return !(compiled(value)?.test("") ?? true);
  }
}

/** What means itself, or is one character of several. */
const LITERAL = /\\Q.*?(?:\\E|$)|\\[^1-9]|\[\^?\]?(?:\\.|\[:\w+:\]|[^\]\\])*\]/gs;

/** Go's expressions have no looking around and no references back; flags, names and quoted parts are written otherwise than here. */
function compiled(value: string): RegExp | null {
  if (/\(\?<?[=!]|\\[1-9]/.test(value.replaceAll(LITERAL, "_"))) return null;
  const text = value
    .replaceAll(/\\Q.*?(?:\\E|$)/gs, "_")
    .replaceAll(/\(\?P</g, "(?<")
    .replaceAll(/\(\?[imsU-]+([:)])/g, (_, end) => (end === ":" ? "(?:" : "(?:)"));
  try {
    return new RegExp(`^(?:${text})$`, "s");
  } catch {
    return null;
  }
}

const isRegularExpression = (value: string): boolean => compiled(value) !== null;

const SELECTORS = new Set(["VectorSelector", "MatrixSelector", "SubqueryExpr"]);
const OPERATIONS = new Set(["BinaryExpr", "UnaryExpr"]);
const MODIFIERS = new Set(["OffsetExpr", "StepInvariantExpr"]);

/** Prometheus has a modifier belong to what stands right before it; the grammar here, to the whole of an operation. */
function modifierFault(modifier: SyntaxNode, word: string): string | null {
  let node = modifier.firstChild;
  while (node !== null && (OPERATIONS.has(node.name) || MODIFIERS.has(node.name))) {
    if (node.name === modifier.name) return `\`${word}\` is there twice`;
    node = OPERATIONS.has(node.name) ? node.lastChild : node.firstChild;
  }
  return node !== null && SELECTORS.has(node.name) ? null : `\`${word}\` stands behind a selector and nothing else`;
}

function groupingFault(node: SyntaxNode): string | null {
  const isSet = ["And", "Or", "Unless"].some((name) => node.getChild(name) !== null);
  const clause = node.getChild("MatchingModifierClause");
  const groups = ["GroupLeft", "GroupRight"].some((name) => (clause?.getChild(name) ?? null) !== null);
  return isSet && groups ? "`and`, `or` and `unless` take no `group_left` and no `group_right`" : null;
}
