import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { unifiedDiff } from "../../../src/render/diff/line-diff.ts";
import { manifestDiff } from "../../../src/render/manifest-diff.ts";

const folder = mkdtempSync(join(tmpdir(), "loadline-diff-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** What Git makes of a text when it applies the diff. */
function applied(before: string, diff: string): string {
  writeFileSync(join(folder, "f"), before);
  writeFileSync(join(folder, "patch"), diff);
  execFileSync("git", ["apply", "--whitespace=nowarn", "patch"], {
    cwd: folder,
    env: { ...process.env, GIT_DIR: "/dev/null" },
  });
  return readFileSync(join(folder, "f"), "utf8");
}

describe("a unified diff", () => {
  const lines = fc.array(fc.constantFrom("a", "b", "c", "d: 1", ""), { maxLength: 25 });
  const textOf = (all: readonly string[]) => all.map((line) => `${line}\n`).join("");

  it("turns one text into the other when Git applies it", () => {
    fc.assert(
      fc.property(lines, lines, (one, two) => {
        const [before, after] = [textOf(["head", ...one]), textOf(["head", ...two])];
        if (before !== after)
          expect(applied(before, unifiedDiff({ before: "f", after: "f" }, before, after))).toBe(after);
      }),
      { numRuns: 60 },
    );
  });

  it("is no longer than it must be", () => {
    fc.assert(
      fc.property(lines, fc.nat(25), (all, at) => {
        const changed = all.map(String).toSpliced(at, 0, "inserted");
        const diff = unifiedDiff({ before: "f", after: "f" }, textOf(all), textOf(changed));
        expect(diff.split("\n").filter((line) => /^[-+](?![-+])/.test(line))).toEqual(["+inserted"]);
      }),
    );
  });

  it("is empty for equal texts, and survives texts that share nothing", () => {
    expect(unifiedDiff({ before: "f", after: "f" }, "a\n", "a\n")).toBe("");
    const numbers = (from: number) => textOf(Array.from({ length: 3000 }, (_, index) => `${from + index}`));
    expect(unifiedDiff({ before: "f", after: "f" }, numbers(0), numbers(5000)).split("\n")).toHaveLength(6004);
  });
});

describe("the difference of two renderings", () => {
  it("names what came, went and changed, by path", () => {
    const base = new Map([
      ["b", "x: 1\n"],
      ["c", "same: 1\n"],
      ["a", "y: 1\n"],
    ]);
    const head = new Map([
      ["c", "same: 1\n"],
      ["b", "x: 2\n"],
      ["d", "z: 1\n"],
    ]);
    expect(manifestDiff(base, head)).toEqual([
      { path: "a", change: "removed", diff: "--- a/a\n+++ /dev/null\n@@ -1,1 +0,0 @@\n-y: 1\n" },
      { path: "b", change: "changed", diff: "--- a/b\n+++ b/b\n@@ -1,1 +1,1 @@\n-x: 1\n+x: 2\n" },
      { path: "d", change: "added", diff: "--- /dev/null\n+++ b/d\n@@ -0,0 +1,1 @@\n+z: 1\n" },
    ]);
    expect(manifestDiff(base, base)).toEqual([]);
  });
});

describe("secrets", () => {
  const secret = (value: string, more = "") =>
    `apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata: {token: ${value}${more}}\nstringData: {plain: hunter2}\n`;

  it("never show, but which key changed does", () => {
    const base = new Map([["s.yaml", secret("b2xkCg==")]]);
    const head = new Map([["s.yaml", secret("bmV3Cg==", ", other: eA==")]]);
    const [change] = manifestDiff(base, head);
    expect(change?.diff).not.toMatch(/b2xkCg|bmV3Cg|eA==|hunter2/);
    expect(change?.diff).toContain('-  token: "*** (before)"\n');
    expect(change?.diff).toContain('+  token: "*** (after)"\n');
    expect(change?.diff).toContain('+  other: "***"\n');
  });

  it("hide in lists, in variables and in texts that cannot be read", () => {
    const list = `apiVersion: v1\nkind: List\nitems:\n  - {kind: Secret, data: {a: c2VjcmV0}}\n`;
    const pod =
      "kind: Pod\nspec: {containers: [{env: [{name: HF_TOKEN, value: hf_abc}, {name: PORT, value: '80'}]}]}\n";
    const broken = "kind: Secret\ndata: {a: c2VjcmV0\n";
    for (const text of [list, pod, broken]) {
      const [change] = manifestDiff(new Map(), new Map([["f", text]]));
      expect(change?.change).toBe("added");
      expect(change?.diff).not.toMatch(/c2VjcmV0|hf_abc/);
    }
    expect(manifestDiff(new Map(), new Map([["f", pod]]))[0]?.diff).toContain('value: "80"');
  });
});

describe("what is no difference for the cluster", () => {
  const written = `apiVersion: apps/v1
kind: Deployment
metadata: { name: chat, namespace: ai, annotations: { team: a } }
spec:
  template: { spec: { containers: [{ name: s, resources: { limits: { cpu: "1", memory: 1Gi } } }] } }
`;
  const change = (before: string, after: string) =>
    manifestDiff(new Map([["f.yaml", before]]), new Map([["f.yaml", after]]));

  it("is order, layout, comments and the spelling of an amount", () => {
    const other = `# by hand
kind: "Deployment"
apiVersion: apps/v1
spec:
  template:
    spec:
      containers:
        - resources:
            limits: { memory: 1024Mi, cpu: 1000m }
          name: s
metadata:
  annotations: { team: a }
  namespace: ai
  name: chat
`;
    expect(change(written, other)).toEqual([]);
    const [found] = change(written, other.replace("1024Mi", "1025Mi"));
    expect(found).toMatchObject({ path: "f.yaml", change: "changed", resource: "Deployment ai/chat" });
    expect(found?.diff).toMatch(/^-.*1Gi\n(.*\n)*\+.*1025Mi/m);
  });

  it("is what an API server adds", () => {
    const readBack = written
      .replace(
        "annotations: { team: a }",
        'uid: u, generation: 3, annotations: { team: a, "kubectl.kubernetes.io/last-applied-configuration": "{}" }',
      )
      .concat("status: { readyReplicas: 2 }\n");
    expect(change(readBack, written)).toEqual([]);
    const bare = written.replace(", annotations: { team: a }", "");
    const applied = written.replace("team: a", '"kubectl.kubernetes.io/last-applied-configuration": "{}"');
    expect(change(applied, bare)).toEqual([]);
  });

  it("is not: a version, a name, an item's place in a list, another file", () => {
    expect(change(written, written.replace("apps/v1", "apps/v2"))[0]?.change).toBe("changed");
    expect(change(written, written.replace("chat", "talk")).map(({ change: kind }) => kind)).toEqual([
      "removed",
      "added",
    ]);
    const args = (list: string) => written.replace("name: s,", `name: s, args: ${list},`);
    expect(change(args("[a, b]"), args("[b, a]"))).toHaveLength(1);
    const moved = manifestDiff(new Map([["old.yaml", written]]), new Map([["new.yaml", written]]));
    expect(moved).toEqual([
      { path: "new.yaml", change: "changed", diff: "--- a/old.yaml\n+++ b/new.yaml\n", resource: "Deployment ai/chat" },
    ]);
  });

  it("is the grouping of documents in one file, which are told apart by name, and twins by place", () => {
    const account = (name: string, label = "x") =>
      `apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: ${name}, labels: { l: ${label} } }\n`;
    const all = [account("a"), account("b")].join("---\n");
    expect(change(all, [account("b"), account("a")].join("---\n"))).toEqual([]);
    expect(change(all, [account("b", "z"), account("a")].join("---\n"))).toMatchObject([
      { resource: "ServiceAccount b" },
    ]);
    expect(change([account("a"), account("a")].join("---\n"), account("a"))).toMatchObject([{ change: "removed" }]);
  });
});

it("folds definitions of kinds, and counts their lines", () => {
  const definition = (fields: number) =>
    `apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: { name: a.b }\nspec:\n${Array.from({ length: fields }, (_, index) => `  f${index}: 1\n`).join("")}`;
  const [found] = manifestDiff(new Map([["d", definition(40)]]), new Map([["d", definition(100)]]));
  expect(found?.diff).toBe("--- a/d\n+++ b/d\n # a CustomResourceDefinition, not shown: 60 lines come, 0 go\n");
});
