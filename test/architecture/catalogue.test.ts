import { describe, expect, it } from "vitest";
import { adviceWritten, NOT_YET } from "./catalogue.ts";
import { filesBelow, read } from "./disk.ts";

const files = filesBelow("src").filter((path) => path.endsWith(".ts") && !path.startsWith("src/mistakes/"));
const writing = files.filter((path) => adviceWritten(read(path)).length > 0);

describe("error messages come from one catalogue", () => {
  it("in every file that is not named as an exception", () => {
    expect(files.length).toBeGreaterThan(200);
    const strays = writing.filter((path) => !NOT_YET.includes(path));
    expect(strays.map((path) => `${path}: ${adviceWritten(read(path)).join(", ")}: use src/mistakes`)).toEqual([]);
  });

  it("and no exception outlives its reason", () => {
    expect(NOT_YET.filter((path) => !writing.includes(path))).toEqual([]);
  });
});

describe("words written in place are found", () => {
  it.each([
    'const a = { found, wanted: "x", advice: "Do it." };',
    "throw f({\n  advice:\n    didYouMean(a) ?? `Write it.`,\n});",
    "  const advice = isOld ? 'Upgrade.' : NONE;",
  ])("%s", (source) => {
    expect(adviceWritten(source)).toHaveLength(1);
  });

  it.each([
    'interface A {\n  readonly advice: string;\n  readonly b: "c";\n}',
    'return { ...YAML.emptyFile(), at: "" };',
    'f({ advice: own, at: "" });',
    'const { advice = "" } = params;',
  ])("and others are left alone: %s", (source) => {
    expect(adviceWritten(source)).toEqual([]);
  });
});
