import { afterEach, beforeEach, expect, it } from "vitest";
import { REVIEW_MARKER } from "../../../../src/report/index.ts";
import type { FakeApp } from "../../../fakes/app-world.ts";
import { type FakeCodeHost, pullRequest, sha, type Tree } from "../../../fakes/code-host.ts";
import { BASE, MODEL_FIXED, REVIEW, reviewDesk, reviewsOn } from "../../../support/review-desk.ts";

let host: FakeCodeHost;
let app: FakeApp;

beforeEach(() => {
  ({ host, app } = reviewDesk());
});
afterEach(() => host.close());

const HOSTILE = [
  "a\nb: c",
  "../../etc/passwd",
  "```\n@acme/owners",
  "@acme/owners",
  "<script>alert(1)</script>",
  "{{constructor}}",
  "\u202egnp.exe",
  `${REVIEW_MARKER}`,
  `<!-- loadline:head ${sha("f")} -->`,
  "</details></table>",
  "![x](https://evil.example/x.png)",
];

async function reviewedFromFork(tree: Tree): Promise<string> {
  host.commits.set(sha("d"), tree);
  host.pulls.set(1, pullRequest({ isFork: true, title: HOSTILE[4] ?? "", head: { branch: "x", sha: sha("d") } }));
  await app.perform(REVIEW);
  const [comment] = reviewsOn(host);
  return comment?.body ?? "";
}

const places: readonly [string, (text: string) => string][] = [
  ["a name", (text) => MODEL_FIXED.replace("name: chat", `name: ${JSON.stringify(text)}`)],
  ["a model", (text) => MODEL_FIXED.replace("meta-llama/Llama-3.1-8B-Instruct", JSON.stringify(text))],
  ["a label", (text) => MODEL_FIXED.replace("team: assistants", `team: ${JSON.stringify(text)}`)],
  ["a traffic file", (text) => MODEL_FIXED.replace("traffic/chat.csv", JSON.stringify(text))],
  ["an unknown key", (text) => `${MODEL_FIXED}  ${JSON.stringify(text)}: 1\n`],
];

it.each(places)(
  "a fork with hostile text in %s gets a finished check and a comment that holds still",
  async (_, put) => {
    for (const text of HOSTILE) {
      const body = await reviewedFromFork({ ...BASE, "models/chat.yaml": put(text) });
      const check = host.checks.get(sha("d"));
      expect(check?.conclusion).not.toBeNull();
      const marked = body.split(REVIEW_MARKER).length - 1;
      expect([text, marked]).toEqual([text, 1]);
      expect(body).not.toContain(sha("f").concat(" -->"));
      expect(body).not.toMatch(/<script|!\[x\]|\u202e/);
      expect(body).not.toMatch(/(?<!`[^`\n]*)@acme/);
      expect(body.match(/<details>/g)?.length ?? 0).toBe(body.match(/<\/details>/g)?.length ?? 0);
      for (const { message, title } of check?.annotations ?? []) expect(`${title}${message}`).not.toContain("\u202e");
    }
  },
);

it("a YAML bomb is a mistake that is said, within moments", async () => {
  const bomb = [
    "a: &a [x,x,x,x,x,x,x,x,x]",
    ..."bcdefgh".split("").map((key, at) => {
      const before = "abcdefgh"[at];
      return `${key}: &${key} [${Array.from({ length: 9 }, () => `*${before}`).join(",")}]`;
    }),
  ].join("\n");
  const body = await reviewedFromFork({ ...BASE, "models/chat.yaml": bomb });
  expect(host.checks.get(sha("d"))?.conclusion).toBe("failure");
  expect(body.length).toBeLessThan(60_000);
});

it("as many mistakes as anybody can make still fit a comment and a check", async () => {
  const long = "x".repeat(5000);
  const keys = Array.from({ length: 300 }, (_, at) => `  "${at}@acme/owners ${long}": 1`).join("\n");
  const body = await reviewedFromFork({ ...BASE, "models/chat.yaml": `${MODEL_FIXED}${keys}\n` });
  expect(body.length).toBeGreaterThan(0);
  expect(body.length).toBeLessThan(60_000);
  expect(host.checks.get(sha("d"))?.summary.length).toBeLessThan(65_535);
});
