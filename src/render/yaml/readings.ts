import type { Path } from "./path.ts";

/** One thing wrong at one place of a document. */
export interface Complaint {
  readonly path: Path;
  readonly message: string;
}

/** Aliases expand: nine levels of nine are 387 million values in 300 bytes. */
const MOST_VALUES = 1_000_000;
const MOST_COMPLAINTS = 50;
const DEEPEST = 200;

/**
 * Where the two readings of one text differ. `editor` is YAML 1.2, `kubernetes` what the API server reads: any
 * difference is an error, because the file does not mean what its reader sees.
 */
export function compareReadings(editor: unknown, kubernetes: unknown): readonly Complaint[] {
  const walk = new Comparison();
  walk.compare(editor, kubernetes, []);
  return walk.complaints;
}

type Step = Path[number];

class Comparison {
  readonly complaints: Complaint[] = [];
  private visited = 0;

  compare(editor: unknown, kubernetes: unknown, path: Step[]): void {
    if (this.complaints.length >= MOST_COMPLAINTS || this.visited > MOST_VALUES) return;
    this.visited += 1;
    if (path.length > DEEPEST) {
      this.complaints.push({ path: [], message: `nests deeper than ${DEEPEST} (an alias that contains itself?)` });
      this.visited = MOST_VALUES + 1;
    } else if (this.visited > MOST_VALUES) {
      this.complaints.push({ path: [], message: `expands to more than ${MOST_VALUES} values (aliases of aliases)` });
    } else if (isCollection(editor) && isCollection(kubernetes)) {
      this.compareChildren(editor, kubernetes, path);
    } else {
      this.compareScalars(editor, kubernetes, path);
    }
  }

  private compareChildren(editor: object, kubernetes: object, path: Step[]): void {
    if (Array.isArray(editor)) {
      const other: readonly unknown[] = Array.isArray(kubernetes) ? kubernetes : [];
      editor.forEach((item, index) => {
        this.compareBelow(item, other[index], [path, index]);
      });
      return;
    }
    for (const key of Object.keys(editor)) {
      if (Object.hasOwn(kubernetes, key)) {
        this.compareBelow(Reflect.get(editor, key), Reflect.get(kubernetes, key), [path, key]);
      } else this.complaints.push({ path: [...path, key], message: `the key \`${shorten(key)}\` ${ADVICE}` });
    }
  }

  /** One path grows and shrinks on the way: a copy for each of a document's values would take longer than to compare them. */
  private compareBelow(editor: unknown, kubernetes: unknown, [path, step]: readonly [Step[], Step]): void {
    path.push(step);
    this.compare(editor, kubernetes, path);
    path.pop();
  }

  private compareScalars(editor: unknown, kubernetes: unknown, path: Path): void {
    if (typeof editor === "number" && !Number.isFinite(editor)) {
      this.complaints.push({ path: [...path], message: `${editor} is not a number that JSON can carry` });
      return;
    }
    // go-yaml keeps dates as text when it reads into a generic value.
    if (kubernetes instanceof Date && typeof editor === "string") return;
    if (Object.is(editor, kubernetes) || (editor === 0 && kubernetes === 0)) return;
    this.complaints.push({
      path: [...path],
      message: `${describe(editor)} here, but ${readerOf(editor)} reads ${describe(kubernetes)}: ${advice(editor, kubernetes)}`,
    });
  }
}

const ADVICE = "is read as another one by Kubernetes (YAML 1.1): quote it";

/** Kubernetes' own reader leaves out what YAML 1.1 says of `1:30`; other tools, which follow it, do not. */
const readerOf = (editor: unknown): string =>
  typeof editor === "string" && editor.includes(":") ? "YAML 1.1" : "Kubernetes";

/** A mode of a file is a number in any reading: in quotes it would be text. */
function advice(editor: unknown, kubernetes: unknown): string {
  return typeof editor === "number" && typeof kubernetes === "number" ? `write ${kubernetes}` : "quote it";
}

function isCollection(value: unknown): value is object {
  return value !== null && typeof value === "object" && !(value instanceof Date);
}

function describe(value: unknown): string {
  if (typeof value === "string") return `the text ${JSON.stringify(shorten(value))}`;
  return `the ${typeof value} ${String(value)}`;
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
