import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { buildProgram } from "../../../src/cli/program.ts";
import { VERSION } from "../../../src/ports/version.ts";

/** CONTRACT.md section 1. */
const CONTRACT =
  "init plan diff advise compare fit simulate forecast render validate commit calibrate observe explain serve worker doctor schema facts".split(
    " ",
  );

describe("the commands", () => {
  const program = buildProgram();
  it("are all of the contract, present or announced", () => {
    expect(program.commands.map((command) => command.name())).toEqual(expect.arrayContaining(CONTRACT));
  });

  const here = program.commands.filter((command) => program.helpInformation().includes(`  ${command.name()} `));
  it.each(here.map((command) => [command.name(), command] as const))(
    "%s has help with an example and --json",
    (name, command) => {
      let text = "";
      command.configureOutput({
        writeOut: (part) => {
          text += part;
        },
      });
      command.outputHelp();
      expect(text).toMatch(/Example:\n {2}\$ loadline /);
      expect(text).toContain(`loadline ${name}`);
      expect(text).toContain("--json");
    },
  );

  it("know their version", () => {
    const { version } = JSON.parse(readFileSync(new URL("../../../package.json", import.meta.url), "utf8")) as {
      version: string;
    };
    expect(VERSION).toBe(version);
  });
});
