import { execFileSync, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT } from "../architecture/disk.ts";

const PATIENCE = 300_000;
const manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));

/** Installing needs the registry's metadata; `npm ci` leaves only tarballs in the cache. */
const registry = spawnSync("npm", ["ping", "--fetch-timeout=10000", "--fetch-retries=1"], { encoding: "utf8" });
const offline = registry.status === 0 ? "" : " SKIPPED: the npm registry cannot be reached";

/** Node programs on the PATH older than the one the package asks for. */
const olderNode = (process.env["PATH"] ?? "")
  .split(delimiter)
  .map((folder) => join(folder, "node"))
  .find((node) => existsSync(node) && majorOf(node) < 24);

function majorOf(node: string): number {
  return Number(spawnSync(node, ["-p", "process.versions.node.split('.')[0]"], { encoding: "utf8" }).stdout);
}

describe.skipIf(offline !== "")(`the package, packed and installed${offline}`, () => {
  const folder = mkdtempSync(join(tmpdir(), "loadline-package-"));
  const installed = join(folder, "user/node_modules/loadline");

  beforeAll(() => {
    const tarball = pack(copyOfTheRepository(join(folder, "checkout")));
    const user = join(folder, "user");
    mkdirSync(user);
    writeFileSync(join(user, "package.json"), '{ "name": "user", "private": true }');
    execFileSync("npm", ["i", "--no-audit", "--no-fund", "--omit=dev", "--prefer-offline", tarball], {
      cwd: user,
      stdio: "pipe",
    });
  }, PATIENCE);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs the installed command as a user does, with this Node first on the PATH. */
  function loadline(...args: string[]) {
    const PATH = [dirname(process.execPath), process.env["PATH"]].join(delimiter);
    const run = spawnSync("npx", ["--no-install", "loadline", ...args], {
      cwd: join(folder, "user"),
      encoding: "utf8",
      env: { ...process.env, PATH },
      maxBuffer: 1e9,
    });
    return { status: run.status, stdout: run.stdout, stderr: run.stderr };
  }

  it("holds compiled JavaScript, templates and the launcher, and no TypeScript", () => {
    const files = filesIn(installed).filter((path) => !path.startsWith("node_modules/"));
    expect(files).toEqual(
      expect.arrayContaining(["package.json", "LICENSE", "README.md", "src/cli/bin.js", "dist/src/cli/main.js"]),
    );
    expect(files.filter((path) => path.endsWith(".ts"))).toEqual([]);
    expect(files.filter((path) => path.startsWith("src/"))).toEqual(["src/cli/bin.js"]);
    expect(files.filter((path) => path.endsWith(".hbs")).length).toBe(
      filesIn(join(ROOT, "templates")).filter((path) => path.endsWith(".hbs")).length,
    );
  });

  it("imports no .ts file", () => {
    const compiled = filesIn(installed).filter((path) => path.startsWith("dist/") && path.endsWith(".js"));
    expect(compiled.length).toBeGreaterThan(20);
    const importing = compiled.filter((path) =>
      /(from|import)\s*\(?\s*["'][./][^"']*\.ts["']/.test(readFileSync(join(installed, path), "utf8")),
    );
    expect(importing).toEqual([]);
  });

  it("prints its help", () => {
    const { status, stdout } = loadline("--help");
    expect(status).toBe(0);
    expect(stdout).toMatch(/Usage: loadline/);
    expect(stdout).toMatch(/plan/);
  });

  it("reads what it ships: facts as JSON", () => {
    const { status, stdout, stderr } = loadline("facts", "--json");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    JSON.parse(stdout);
    expect(stdout).toMatch(/datasheet/);
  });

  it("knows its release", () => {
    expect(loadline("--version")).toEqual({ status: 0, stdout: `${manifest.version}\n`, stderr: "" });
  });

  it("scaffolds a repository and renders manifests from the templates it ships", () => {
    expect(loadline("init", "config").status).toBe(0);
    const { status, stderr } = loadline(
      "render",
      "config/models/chat.yaml",
      "--now",
      "2026-11-25",
      "--out",
      "rendered",
    );
    expect({ status, stderr: status === 0 ? "" : stderr }).toEqual({ status: 0, stderr: "" });
    const rendered = filesIn(join(folder, "user/rendered"));
    expect(rendered.filter((path) => path.endsWith("deployment.yaml"))).not.toEqual([]);
  });

  it("finds its own folder", () => {
    const code = `import { packageRoot } from ${JSON.stringify(join(installed, "dist/src/adapters/package-root.js"))}; console.log(packageRoot());`;
    const run = spawnSync(process.execPath, ["--input-type=module", "-e", code], { encoding: "utf8" });
    expect(run.stdout.trim()).toBe(installed);
  });
});

describe("the launcher", () => {
  const launcher = join(ROOT, manifest.bin.loadline);
  const refusal = /loadline needs Node 24 or newer\. Found: Node \d+\.\d+\.\d+ at .*\n.*Install Node 24/;

  it("asks for the Node that package.json asks for", () => {
    expect(manifest.engines.node).toBe(">=24");
  });

  it("names the Node it needs and exits 2 when told it runs on an older one", () => {
    const older = 'Object.defineProperty(process,"versions",{value:{...process.versions,node:"22.9.0"}})';
    const run = spawnSync(process.execPath, ["--import", `data:text/javascript,${older}`, launcher], {
      encoding: "utf8",
    });
    expect(run).toMatchObject({ status: 2, stdout: "" });
    expect(run.stderr).toMatch(refusal);
  });

  const none = olderNode === undefined ? " SKIPPED: no Node older than 24 on the PATH" : "";
  it.skipIf(none !== "")(`does so on a real older Node${none}`, () => {
    const run = spawnSync(String(olderNode), [launcher, "--help"], { encoding: "utf8" });
    expect(run).toMatchObject({ status: 2, stdout: "" });
    expect(run.stderr).toMatch(refusal);
    expect(run.stderr).not.toMatch(/SyntaxError|\n\s+at /);
  });
});

/** What git would carry, with this repository's dependencies: packing here would race with other builds in `dist`. */
function copyOfTheRepository(to: string): string {
  const listed = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
    cwd: ROOT,
    encoding: "utf8",
  });
  for (const path of listed
    .trim()
    .split("\n")
    .filter((file) => existsSync(join(ROOT, file)))) {
    cpSync(join(ROOT, path), join(to, path));
  }
  symlinkSync(join(ROOT, "node_modules"), join(to, "node_modules"));
  return to;
}

/** Packs with something stale in `dist`, which must not be shipped. */
function pack(checkout: string): string {
  mkdirSync(join(checkout, "dist/src"), { recursive: true });
  writeFileSync(join(checkout, "dist/src/stale.js"), "export {};\n");
  const packed = execFileSync("npm", ["pack", "--json", "--silent"], {
    cwd: checkout,
    encoding: "utf8",
    stdio: "pipe",
  });
  const [{ filename, files }] = JSON.parse(packed.slice(packed.indexOf("["))) as [
    { filename: string; files: { path: string }[] },
  ];
  expect(files.map(({ path }) => path)).not.toContain("dist/src/stale.js");
  return join(checkout, filename);
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}
