import { describe, expect, it } from "vitest";
import { wordsInPlace } from "./catalogue.ts";
import { filesBelow, read } from "./disk.ts";

const files = filesBelow("src").filter((path) => path.endsWith(".ts") && !path.startsWith("src/mistakes/"));

describe("error messages come from one catalogue", () => {
  it("in every file", () => {
    expect(files.length).toBeGreaterThan(200);
    const strays = files.flatMap((path) => wordsInPlace(read(path)).map((line) => `${path}:${line}: use src/mistakes`));
    expect(strays).toEqual([]);
  });
});

describe("words written in place are found", () => {
  it.each([
    'const a = { found, wanted: "x", advice: "Do it." };',
    'const a = { advice: "`/loadline help` shows examples." };',
    "throw f({\n  advice:\n    didYouMean(a) ?? `Write it.`,\n});",
    '  const advice = didYouMean(name, names) ?? "All are printed.";',
    "  const advice = isOld ? 'Upgrade.' : NONE;",
    'throw new OutsideError("disk", `cannot read {path}`, false);',
    'throw new OutsideError(\n  systemOf(github),\n  "broke off", true);',
    'return new OutsideError("a", isGone ? "is gone" : said, true);',
    'return isText(value) ? accept(value) : refuse("Write text.");',
    "return refuse(advise?.(value) ?? `Write it like this: {example}.`);",
  ])("%s", (source) => {
    expect(wordsInPlace(source)).toHaveLength(1);
  });

  it.each([
    'interface A {\n  readonly advice: string;\n  readonly b: "c";\n}',
    'return { ...YAML.emptyFile(), at: "" };',
    'f({ advice: own, at: "" });',
    'const { advice = "" } = params;',
    'throw new OutsideError("disk", OUTSIDE.cannot("read", path, error.message), false);',
    "throw new OutsideError(`Prometheus {name}`, OUTSIDE.jsonBroken, true);",
    'refuse("");',
    "return refuse(LEAVES.noText);",
  ])("and others are left alone: %s", (source) => {
    expect(wordsInPlace(source)).toEqual([]);
  });
});
