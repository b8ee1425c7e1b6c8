import Handlebars from "handlebars";
import { TEMPLATE } from "../mistakes/template.ts";
import type { Mistake } from "../ports/failure.ts";

/** Something a template may not do, and what to write instead. */
export interface Refusal {
  readonly line: number;
  readonly words: Mistake;
}

const BLOCKS = new Set(["if", "unless", "each"]);
const DATA_NAMES = new Set(["index", "key", "first", "last"]);
/** What every object inherits, `constructor` and `__proto__` included. */
const ENGINE_NAMES = new Set([...Object.getOwnPropertyNames(Object.prototype), "prototype"]);

/** What the template policy refuses in a parsed template; empty when the template is harmless text with holes. */
export function refusals(tree: hbs.AST.Program, helper: string): readonly Refusal[] {
  const found: Refusal[] = [];
  const policy = new Policy(helper, (node, words) => found.push({ line: node.loc.start.line, words }));
  policy.accept(tree);
  return found;
}

type Refuse = (node: hbs.AST.Node, words: Mistake) => void;

class Policy extends Handlebars.Visitor {
  private readonly helper: string;
  private readonly refuse: Refuse;

  constructor(helper: string, refuse: Refuse) {
    super();
    this.helper = helper;
    this.refuse = refuse;
  }

  override MustacheStatement(node: hbs.AST.MustacheStatement): void {
    const name = originalOf(node.path);
    const [value] = node.params;
    const isPrint = name === this.helper && node.params.length === 1 && value?.type === "PathExpression";
    if (!isPrint || (node.hash?.pairs.length ?? 0) > 0 || !node.escaped) {
      this.refuse(node, TEMPLATE.notOneValue(name, this.helper));
    }
    super.MustacheStatement(node);
  }

  override BlockStatement(node: hbs.AST.BlockStatement): void {
    const name = originalOf(node.path);
    const [value] = node.params;
    if (!BLOCKS.has(name) || node.params.length !== 1 || value?.type !== "PathExpression") {
      this.refuse(node, TEMPLATE.otherBlock(name));
    }
    super.BlockStatement(node);
  }

  override PathExpression(node: hbs.AST.PathExpression): void {
    const first = String(node.parts[0] ?? "");
    const reachesEngine = node.parts.some((part) => ENGINE_NAMES.has(String(part)));
    if (reachesEngine || (node.data && !DATA_NAMES.has(first))) {
      this.refuse(node, TEMPLATE.foreignName(node.original));
    }
  }

  override SubExpression(node: hbs.AST.SubExpression): void {
    this.refuse(node, TEMPLATE.computed(originalOf(node.path)));
  }

  override PartialStatement(node: hbs.AST.PartialStatement): void {
    this.refuse(node, TEMPLATE.partial("{{> ...}}"));
  }

  override PartialBlockStatement(node: hbs.AST.PartialBlockStatement): void {
    this.refuse(node, TEMPLATE.partial("{{#> ...}}"));
  }

  override DecoratorBlock(node: hbs.AST.DecoratorBlock): void {
    this.refuse(node, TEMPLATE.decorator("{{#* ...}}"));
  }

  override Decorator(node: hbs.AST.Decorator): void {
    this.refuse(node, TEMPLATE.decorator("{{* ...}}"));
  }
}

function originalOf(path: hbs.AST.PathExpression | hbs.AST.Literal): string {
  return "original" in path ? String(path.original) : path.type;
}
