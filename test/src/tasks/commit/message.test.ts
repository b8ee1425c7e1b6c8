import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { describeCommit, type Provenance } from "../../../../src/tasks/commit/message.ts";

const NOTHING: Provenance = {
  sourceRepository: null,
  sourceRevision: null,
  pullRequest: null,
  forecast: null,
  reference: null,
};

/** As Git itself reads them. */
const trailersOf = (message: string): string[] =>
  execFileSync("git", ["interpret-trailers", "--parse"], { input: message })
    .toString()
    .split("\n")
    .filter((line) => line !== "");

describe("the message", () => {
  it("carries where it comes from, in trailers that Git reads", () => {
    const message = describeCommit("Update chat\n\nTwo replicas instead of one.\n", {
      sourceRepository: "https://bot:secret@github.com/acme/models",
      sourceRevision: "9f3c2ab",
      pullRequest: "acme/models#12",
      forecast: "pass, $885 a month",
      reference: {
        author: "Ann <ann@example.com>",
        sha: "9f3c2ab9f3c2ab9f3c2ab9f3c2ab9f3c2ab9f3c2",
        subject: "Two replicas",
        body: "Because.\n\nSigned-off-by: Ann <ann@example.com>",
        repoUrl: "https://x:y@github.com/acme/models.git",
        date: "2026-10-26T12:00:00+01:00",
      },
    });
    expect(message.startsWith("Update chat\n\nTwo replicas instead of one.\n\nLoadline-Source-Repository:")).toBe(true);
    expect(trailersOf(message)).toEqual([
      "Loadline-Source-Repository: https://github.com/acme/models",
      "Loadline-Source-Revision: 9f3c2ab",
      "Loadline-Pull-Request: acme/models#12",
      "Loadline-Forecast: pass, $885 a month",
      "Argocd-reference-commit-author: Ann <ann@example.com>",
      "Argocd-reference-commit-sha: 9f3c2ab9f3c2ab9f3c2ab9f3c2ab9f3c2ab9f3c2",
      "Argocd-reference-commit-subject: Two replicas",
      'Argocd-reference-commit-body: "Because.\\n\\nSigned-off-by: Ann <ann@example.com>"',
      "Argocd-reference-commit-repourl: https://github.com/acme/models.git",
      "Argocd-reference-commit-date: 2026-10-26T12:00:00+01:00",
    ]);
  });

  it("leaves out what is unknown, and what Argo CD could not read", () => {
    expect(describeCommit("Update", NOTHING)).toBe("Update\n");
    const reference = {
      author: "nobody",
      sha: "main",
      subject: null,
      body: " ",
      repoUrl: "acme/models",
      date: "yesterday",
    };
    expect(describeCommit("Update", { ...NOTHING, reference })).toBe("Update\n");
  });

  it("no value can add a trailer or a line of its own", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string(), (evil, more) => {
        const text = `${evil}\nLoadline-Forecast: forged\r\nx\u2028y\u202e${more}`;
        const message = describeCommit("Update", { ...NOTHING, sourceRevision: `r${text}`, reference: null });
        expect(message.split("\n")).toHaveLength(4);
        expect(message).toMatch(/^Update\n\nLoadline-Source-Revision: r/);
        expect(message).not.toMatch(/[^\n\P{C}]/u);
      }),
    );
  });
});
