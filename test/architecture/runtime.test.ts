import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT, read } from "./disk.ts";

describe("the tests run", () => {
  it("on the Node this repository installs, not on the machine's", () => {
    const wanted = JSON.parse(read("package.json")).devDependencies.node;
    expect(process.versions.node).toBe(wanted);
    expect(existsSync(join(ROOT, "node_modules/.bin/node"))).toBe(true);
  });
});
