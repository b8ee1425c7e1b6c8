import fc from "fast-check";
import { dump } from "js-yaml";
import { describe, expect, it } from "vitest";
import {
  nearest,
  readModelDeployment,
  readScenario,
  readSettings,
  readYaml,
  scenarioFromJson,
  showValue,
} from "../../src/config/index.ts";
import { explain, InputError } from "../../src/ports/failure.ts";
import { deployment, scenario, settings } from "../src/config/examples.ts";

const readers = [readYaml, readModelDeployment, readSettings, readScenario];
const originals = [deployment, settings, scenario];

/** Reads, or gives the InputError; anything else that is thrown fails the test. */
function refusal(read: () => unknown): InputError | null {
  try {
    read();
    return null;
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
}

function expectReadable(error: InputError | null, text: string): void {
  if (error === null) return;
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\r|\n/);
  expect(error.problems.length).toBeGreaterThan(0);
  expect(error.problems.length).toBeLessThanOrEqual(22);
  for (const problem of error.problems) {
    expect(problem.wanted).not.toBe("");
    expect(problem.advice).not.toBe("");
    expect(problem.line).toBeGreaterThanOrEqual(1);
    expect(problem.line).toBeLessThanOrEqual(lines.length);
    expect(problem.column).toBeGreaterThanOrEqual(1);
    expect(problem.column).toBeLessThanOrEqual((lines[(problem.line ?? 1) - 1] ?? "").length + 1);
    expect(explain({ ...problem, file: "f" })).not.toMatch(/[^\P{C}\n]/u);
  }
}

/** Text that looks like YAML often enough to reach the schemas. */
const yamlish = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "a: ",
        "- ",
        "\n",
        "  ",
        "{",
        "}",
        "[",
        "]",
        ",",
        ": ",
        "'",
        '"',
        "&a ",
        "*a",
        "!!str ",
        "|\n",
        ">-\n",
        "---\n",
      ),
      fc.constantFrom(
        "apiVersion: loadline.dev/v1alpha1\n",
        "kind: Settings\n",
        "kind: Scenario\n",
        "spec:\n  ",
        "? ",
        "# x\n",
        "\r\n",
      ),
      fc.string({ unit: "binary", maxLength: 4 }),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(""));

/** A valid file with a piece cut out and something else put there. */
const damaged = fc
  .tuple(fc.constantFrom(...originals), fc.nat(3000), fc.nat(30), fc.oneof(yamlish, fc.string({ maxLength: 20 })))
  .map(([text, at, length, put]) => text.slice(0, at % text.length) + put + text.slice((at % text.length) + length));

describe("whatever the text, the answer is a value or an InputError that can be read", () => {
  it.each([
    ["any string", fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }))],
    ["YAML-like text", yamlish],
    ["damaged files", damaged],
  ])("%s", (_what, texts) => {
    fc.assert(
      fc.property(texts, (text) => {
        for (const read of readers)
          expectReadable(
            refusal(() => read(text, "f.yaml")),
            text,
          );
      }),
      { numRuns: 400 },
    );
  });

  it("any JSON in a batch", () => {
    const spec = fc.record({
      stepTime: fc.jsonValue(),
      load: fc.jsonValue(),
      fleet: fc.jsonValue(),
      scheduler: fc.jsonValue(),
    });
    const value = fc.oneof(
      fc.jsonValue(),
      fc.record({ kind: fc.constant("Scenario"), spec: fc.oneof(spec, fc.jsonValue()) }),
    );
    fc.assert(
      fc.property(value, (json) => {
        const error = refusal(() => scenarioFromJson(json, "b.jsonl", 9));
        expect(error?.problems.every(({ line, advice }) => line === 9 && advice !== "") ?? true).toBe(true);
      }),
      { numRuns: 400 },
    );
  });
});

describe("what is valid", () => {
  it("reads the same in any layout", () => {
    const layout = fc.record({
      indent: fc.integer({ min: 1, max: 8 }),
      flowLevel: fc.integer({ min: -1, max: 4 }),
      forceQuotes: fc.constant(false),
    });
    fc.assert(
      fc.property(layout, fc.boolean(), (options, windows) => {
        const again = (text: string): string => {
          const written = dump(readYaml(text, "f.yaml", () => true).value, options);
          return windows ? `\uFEFF${written.replaceAll("\n", "\r\n")}` : written;
        };
        expect(readModelDeployment(again(deployment), "f").value).toEqual(readModelDeployment(deployment, "f").value);
        expect(readSettings(again(settings), "f").value).toEqual(readSettings(settings, "f").value);
        expect(readScenario(again(scenario), "f").value).toEqual(readScenario(scenario, "f").value);
      }),
    );
  });

  it("is located where its key stands", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.stringMatching(/^[a-m]{1,8}$/), { minLength: 1, maxLength: 8 }), (keys) => {
        const text = keys.map((key, index) => `${"  ".repeat(index)}${key}:`).join("\n");
        const { locate, locateKey } = readYaml(text, "f.yaml");
        keys.forEach((_key, index) => {
          const path = keys.slice(0, index + 1);
          expect(locate(path)).toEqual({ line: index + 1, column: 2 * index + 1 });
          expect(locateKey(path)).toEqual(locate(path));
          expect(locate([...path, "not", "there"])).toEqual(locate(path));
        });
      }),
    );
  });
});

describe("small laws", () => {
  it("nearest gives candidates only, at most as many as asked, and a word itself first", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1 }),
        fc.string(),
        fc.nat(5),
        (words, word, count) => {
          const found = nearest(word, words, count);
          expect(found.length).toBeLessThanOrEqual(count);
          expect(words).toEqual(expect.arrayContaining(found));
          const [own = ""] = words;
          expect(nearest(own, words, 1)).toEqual([own]);
        },
      ),
    );
  });

  it("a shown value is short and obeys nobody", () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withDate: true }), fc.string({ unit: "binary" }), (value, text) => {
        for (const shown of [showValue(value), showValue(text), showValue({ [text]: 1 })]) {
          expect(shown.length).toBeLessThanOrEqual(220);
          expect(shown).not.toMatch(/\p{C}/u);
        }
      }),
    );
  });
});

describe("a hostile file of one mebibyte is refused within seconds", () => {
  const fill = (piece: (index: number) => string): string => {
    let text = "";
    for (let index = 0; text.length < 2 ** 20 - 100; index++) text += piece(index);
    return text;
  };
  const head = "apiVersion: loadline.dev/v1alpha1\nkind: Settings\n";

  it.each([
    ["unknown keys", head + fill((index) => `k${index}: 1\n`).slice(0, 2 ** 20 - 100)],
    ["wrong list items", `${head}approvers: [${fill((index) => `${index}, `).slice(0, 2 ** 20 - 200)}1]\n`],
    ["one long word", `${head}approvers: [${"a-".repeat(2 ** 19 - 100)}]\n`],
    ["one long key", `${head}policies: { ${"a.".repeat(2 ** 19 - 100)}/: { severity: notice } }\n`],
    ["nested brackets", "[".repeat(2 ** 20)],
    ["words two versions read differently", fill((index) => `k${index}: no\n`)],
  ])("%s", (_what, text) => {
    const started = performance.now();
    expect(refusal(() => readSettings(text, "f.yaml"))).not.toBeNull();
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
