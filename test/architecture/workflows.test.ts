import { describe, expect, it } from "vitest";
import { filesBelow, read } from "./disk.ts";

/** What makes a workflow dangerous: code that can change under us, or a token that can do more than read. */
function risks(path: string, text: string): string[] {
  const unpinned = [...text.matchAll(/uses:\s*(\S+)(.*)/g)]
    .filter(([, action = "", rest = ""]) => !/@[0-9a-f]{40}$/.test(action) || !/#\s*v\d+/.test(rest))
    .map(([, action]) => `${path}: pin ${action} to a full commit, with its version as a comment`);
  const target = /\bpull_request_target\b/.test(text)
    ? [`${path}: pull_request_target runs strangers' code with our token`]
    : [];
  const reading = /^permissions:\n {2}contents: read\n(?! )/m.test(text)
    ? []
    : [`${path}: start from permissions: contents: read`];
  return [...unpinned, ...target, ...reading];
}

describe("workflows", () => {
  it("run pinned actions with a token that can only read", () => {
    const workflows = filesBelow(".github/workflows");
    expect(workflows).toContain(".github/workflows/ci.yml");
    expect(workflows.flatMap((path) => risks(path, read(path)))).toEqual([]);
  });

  it("would be refused with a tag, a dangerous trigger or a broad token", () => {
    const bad =
      "on: pull_request_target\npermissions:\n  contents: write\njobs:\n  a:\n    steps:\n      - uses: actions/checkout@v5\n";
    expect(risks("a.yml", bad)).toHaveLength(3);
  });

  it("run the tests the way the README says", () => {
    expect(read(".github/workflows/ci.yml")).toContain("run: .ci/run");
    expect(read(".ci/run")).toMatch(/^npm cit /m);
    expect(JSON.parse(read("package.json")).scripts.test).toBe("vitest run");
  });
});
