import { EXAMPLES, MOST_BYTES, readYaml } from "../../../src/config/yaml.ts";
import { YAML } from "../../../src/mistakes/yaml.ts";
import { showEach } from "../../support/mistakes.ts";

const read = (text: string) => () => readYaml(text, "chat.yaml");

const bomb = ["l0: &l0 [1, 1]"];
for (let level = 1; level <= 24; level++) bomb.push(`l${level}: &l${level} [*l${level - 1}, *l${level - 1}]`);

showEach("yaml", YAML, {
  tooLarge: [read("a".repeat(MOST_BYTES + 1))],
  controlCharacter: [read("a: x\0y"), 0],
  emptyFile: [read("# nothing\n"), EXAMPLES],
  severalDocuments: [read("a: 1\n---\nb: 2\n"), 2],
  tooManyAliases: [read(`a: &a 1\nb: [${"*a, ".repeat(51)}]`), 51, 50],
  tooManyValues: [read(`${bomb.join("\n")}\n`), 134_217_725, 200_000],
  endlessAlias: [read("a: &a [*a]\n"), "a"],
  unknownAlias: [read("a: *b\n"), "b"],
  readTwoWays: [read("a: no\n"), "no", { core: 'the text "no"', older: "false", quoted: '"no"', isFlag: true }],
  repeatedKey: [read("a: 1\na: 2\n"), '"a"'],
  mergeKey: [read("a: &a {b: 1}\nc:\n  <<: *a\n"), '"<<"'],
  notAName: [read("__proto__: {a: 1}\n"), '"__proto__"'],
  keyIsNoText: [read("a: {{ name }}\n"), "a mapping"],
  tabAsIndentation: [read("a:\n\tb: 1\n"), '"\\tb: 1"', "tab characters must not be used in indentation"],
  tooDeep: [read(`a: ${"[".repeat(61)}${"]".repeat(61)}`), `"[[${"]".repeat(61)}"`, "nesting exceeded maxDepth (60)"],
  ownTag: [read("a: !!js/function x"), '"!!js/function x"', "unknown scalar tag !<tag:yaml.org,2002:js/function>"],
  strayColon: [read("a: b: c\n"), '": c"', "bad indentation of a mapping entry"],
  unevenIndentation: [read("a: [1, 2\nb: 3\n"), '"b: 3"', "deficient indentation"],
  openQuote: [read("a: 'x"), "the end of the file", "unexpected end of the stream within a single quoted scalar"],
  openBracket: [read("a: [1 2, {b: 3]\n"), '"]"', "missed comma between flow collection entries"],
  noYaml: [read("- a\nb\n"), '"b"', "end of the stream or a document separator is expected"],
  more: [
    read(Array.from({ length: 25 }, (_, n) => `k${n}: no\n`).join("")),
    'Put it in quotes if text is meant: "no", or false if that is meant.',
    5,
  ],
});
