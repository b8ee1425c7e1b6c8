import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { load } from "js-yaml";
import { describe, expect, it } from "vitest";
import { EVENTS } from "../../../src/app/index.ts";
import { loadline } from "../../support/command.ts";
import { PERMISSIONS } from "../../support/github/double.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");

/** GitHub sends these to every App, asked for or not. */
const UNASKED = ["installation", "installation_repositories"];

describe("what operators are told", () => {
  it("names every variable that is read", () => {
    const sources = ["src/app/environment.ts", "src/adapters/github/credentials.ts"].map(read).join("\n");
    const names = new Set(
      sources.match(/\b(LOADLINE_[A-Z_]+|DATABASE_URL|GHE_[A-Z]+|APP_ID|PRIVATE_KEY(_PATH)?|WEBHOOK_SECRET)\b/g),
    );
    expect(names.size).toBeGreaterThan(10);
    const guide = read(".github/guides/operate.md");
    expect([...names].filter((name) => !guide.includes(`\`${name}\``))).toEqual([]);
  });

  it("has manifests that are valid", async () => {
    const { code, stdout } = await loadline(ROOT, "validate", ".github/deploy/kubernetes", "--json");
    expect(code).toBe(0);
    const { invalid, documents } = JSON.parse(stdout) as { invalid: unknown[]; documents: number };
    expect(invalid).toEqual([]);
    expect(documents).toBeGreaterThan(6);
  });
});

describe("app.yml", () => {
  const app = load(read("app.yml")) as { default_events: string[]; default_permissions: Record<string, string> };

  it("asks for the events that are listened to, and no other", () => {
    expect([...EVENTS].filter((event) => !UNASKED.includes(event)).sort()).toEqual([...app.default_events].sort());
  });

  it("asks for no more than what the tests hold the App to", () => {
    const allowed: Readonly<Record<string, string>> = PERMISSIONS;
    const rank = (level: string | undefined): number => ["read", "write"].indexOf(level ?? "") + 1;
    const more = Object.entries(app.default_permissions).filter(([name, level]) => rank(level) > rank(allowed[name]));
    expect(more).toEqual([]);
  });
});
