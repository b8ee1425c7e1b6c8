import Handlebars from "handlebars";
import { TEMPLATE } from "../mistakes/template.ts";
import { InputError, type Mistake, type Problem } from "../ports/failure.ts";
import { guard, MissingName } from "./guard.ts";
import { type Printer, printerOf } from "./printers.ts";
import { refusals } from "./template-policy.ts";

/** Nested `#each` multiplies: three of 3,000 would print for minutes. */
const MOST_REPETITIONS = 10_000;
/** Characters that a template may print by repeating all of itself. */
const MOST_PRINTED = 32 * 1024 * 1024;

/**
 * Compiles a template under the policy of `template-policy.ts`: the only way to print is the one helper of what comes out
 * (`printers.ts`): `{{yaml name}}`, and `{{word name}}` in a Dockerfile. `name` is the file shown in mistakes.
 */
export function compileTemplate(source: string, name: string): (data: Readonly<Record<string, unknown>>) => string {
  // Handlebars would also take a parsed tree, and a tree can carry code.
  if (typeof source !== "string") throw new TypeError("a template is text");
  const tree = parse(source, name);
  const printer = printerOf(name);
  const problems = refusals(tree, printer.helper).map(({ line, words }) => problemAt(name, line, words));
  if (problems.length > 0) throw new InputError(problems);
  const most = Math.min(MOST_REPETITIONS, Math.floor(MOST_PRINTED / (source.length + 1)));
  const { engine, restart } = engineWithLimits(most, printer);
  const render = engine.compile(source, {
    noEscape: true,
    strict: true,
    knownHelpersOnly: true,
    knownHelpers: { [printer.helper]: true },
  });
  return (data) => {
    restart();
    try {
      return render(guard(data));
    } catch (error) {
      throw explained(error, source, name);
    }
  };
}

function parse(source: string, name: string): hbs.AST.Program {
  try {
    return Handlebars.parse(source);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    const line = Number(/line (\d+)/.exec(text)?.[1] ?? 1);
    throw new InputError([problemAt(name, line, TEMPLATE.unreadable(shortened(text)))]);
  }
}

/** The parser draws the place over several lines; what it met stands in the last. */
function shortened(text: string): string {
  const [first = text, ...more] = text.split("\n");
  const met = /got '.*'$/.exec(more.at(-1) ?? "")?.[0];
  return met === undefined ? first : `${first.replace(/:$/, "")} (${met})`;
}

function engineWithLimits(
  most: number,
  { helper, print }: Printer,
): { engine: typeof Handlebars; restart: () => void } {
  const engine = Handlebars.create();
  const builtin = engine.helpers["each"];
  let repetitions = 0;
  engine.registerHelper(helper, (value: unknown) => {
    if (value === undefined) throw new MissingName("", "undefined");
    return new engine.SafeString(print(value));
  });
  engine.registerHelper("each", function (this: unknown, list: unknown, ...rest: unknown[]) {
    repetitions += Array.isArray(list) ? list.length : Object.keys(list ?? {}).length;
    if (repetitions > most) throw new RepeatsTooOften(most);
    return builtin?.apply(this, [list, ...rest] as never);
  });
  return {
    engine,
    restart: () => {
      repetitions = 0;
    },
  };
}

function explained(error: unknown, source: string, name: string): InputError {
  const text = error instanceof Error ? error.message : String(error);
  if (error instanceof MissingName) {
    return new InputError([problemAt(name, lineNaming(source, error.key), TEMPLATE.missingName(text))]);
  }
  const words = error instanceof RepeatsTooOften ? TEMPLATE.endless(error.most) : TEMPLATE.notPrinted(text);
  return new InputError([problemAt(name, lineOfHandlebars(error), words)]);
}

function lineNaming(source: string, key: string): number | null {
  const index = source.split("\n").findIndex((line) => /\{\{/.test(line) && line.includes(key));
  return index === -1 ? null : index + 1;
}

function lineOfHandlebars(error: unknown): number | null {
  const line = error !== null && typeof error === "object" && "lineNumber" in error ? error.lineNumber : null;
  return typeof line === "number" ? line : null;
}

const problemAt = (file: string, line: number | null, words: Mistake): Problem => ({
  ...{ file, line, column: null, at: "" },
  ...words,
});

class RepeatsTooOften extends Error {
  readonly most: number;
  constructor(most: number) {
    super(`repeats more than ${most} times`);
    this.name = "RepeatsTooOften";
    this.most = most;
  }
}
