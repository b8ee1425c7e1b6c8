import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { instructionsOf } from "../../src/render/dockerfile.ts";
import { ROOT } from "../architecture/disk.ts";
import { startGitHub } from "../support/github/double.ts";
import { buildImage, dataFolder, type Image, noImages } from "../support/image.ts";

const DEPLOY = ".github/deploy";
const DOCKERFILE = `${DEPLOY}/Dockerfile`;
const text = (path: string): string => readFileSync(join(ROOT, path), "utf8");
const instructions = instructionsOf(text(DOCKERFILE));
const restOf = (keyword: string): string[] =>
  instructions.filter((one) => one.keyword === keyword).map(({ rest }) => rest);

describe("loadline's own image, as it is written", () => {
  it("takes in what goes into the package, and nothing else that lies in the checkout", () => {
    const taken = restOf("COPY").filter((rest) => !rest.startsWith("--from="));
    const words = new Set(taken.flatMap((rest) => rest.split(" ")));
    for (const path of ["planner", "src", "templates", "package.json", "package-lock.json"])
      expect(words).toContain(path);
    for (const path of [".", "test", ".github", "node_modules"])
      expect(taken.map((rest) => rest.split(" ")[0])).not.toContain(path);
  });

  it.each(["serve", "worker"])("runs as the user and on the folders of %s.yaml", (role) => {
    const { spec } = load(text(`${DEPLOY}/kubernetes/${role}.yaml`)) as Deployment;
    const { securityContext: user, containers } = spec.template.spec;
    expect(restOf("USER").at(-1)).toBe(`${user.runAsUser}:${user.runAsGroup}`);
    const [container] = containers;
    const folders = container?.volumeMounts.map(({ mountPath }) => mountPath) ?? [];
    const [env = ""] = restOf("ENV").filter((rest) => rest.includes("LOADLINE_DATA_DIR"));
    expect(folders).toContain(/LOADLINE_DATA_DIR=(\S+)/.exec(env)?.[1]);
    expect(restOf("COPY")).toContain(`--from=package --chown=${user.runAsUser}:${user.runAsGroup} /data /data`);
    for (const { containerPort } of container?.ports ?? []) expect(restOf("EXPOSE")).toEqual([String(containerPort)]);
  });
});

interface Deployment {
  readonly spec: {
    readonly template: {
      readonly spec: {
        readonly securityContext: { readonly runAsUser: number; readonly runAsGroup: number };
        readonly containers: readonly {
          readonly volumeMounts: readonly { readonly mountPath: string }[];
          readonly ports?: readonly { readonly containerPort: number }[];
        }[];
      };
    };
  };
}

const title = noImages === null ? "loadline's own image, built" : `SKIPPED, ${noImages}: loadline's own image, built`;
/** Two runs of npm, and two starts of a database. */
const SLOW = 600_000;

describe.skipIf(noImages !== null)(title, () => {
  let image: Image;
  let data: string;
  beforeAll(() => {
    image = buildImage(DOCKERFILE);
    data = dataFolder();
  }, SLOW);
  afterAll(() => {
    image?.remove();
    if (data !== undefined) rmSync(data, { recursive: true, force: true });
  });

  async function ended(args: readonly string[]) {
    const child = image.start(args, { data });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (part) => (said += String(part)));
    const status = await new Promise<number | null>((resolve) => child.once("close", resolve));
    return { status, said };
  }

  it("holds no test, no source and no declaration, and belongs to root but for its data", () => {
    expect(readdirSync(join(image.root, "app")).sort()).toEqual(
      ["LICENSE", "README.md", "dist", "node_modules", "package.json", "src", "templates"].sort(),
    );
    const files = readdirSync(join(image.root, "app"), { recursive: true, encoding: "utf8" });
    expect(files.filter((path) => /\.(?:[cm]?ts|map)$/.test(path))).toEqual([]);
    expect(files.filter((path) => /node_modules\/(?:typescript|vitest|playwright-core)\//.test(path))).toEqual([]);
    expect(statSync(join(image.root, "app/src")).uid).toBe(0);
    expect(statSync(join(image.root, "data")).uid).toBe(65532);
  });

  it(
    "knows its release, and plans an example on a root that cannot be written to",
    async () => {
      expect(await ended(["--version"])).toEqual({ status: 0, said: "0.1.0\n" });
      expect(await ended(["init", "/data/config"])).toMatchObject({ status: 0 });
      const plan = await ended(["plan", "/data/config/models/chat.yaml"]);
      expect(plan).toMatchObject({ status: 0 });
      expect(plan.said).toContain("14 days of traffic");
    },
    SLOW,
  );

  it(
    "serves until it is told to stop, also on the data of the one before it",
    async () => {
      const github = await startGitHub();
      try {
        const environment = { ...github.environment, HOST: "127.0.0.1", PORT: "0" };
        for (let start = 0; start < 2; start++) {
          const child = image.start(["serve"], { data, environment });
          const gone = new Promise<number | null>((resolve) => child.once("close", resolve));
          const line = await new Promise<string>((resolve, reject) => {
            child.stdout?.once("data", (part) => resolve(String(part)));
            void gone.then((code) => reject(new Error(`ended with ${code}`)));
          });
          const { port } = JSON.parse(line) as { port: number };
          for (const path of ["healthz", "readyz"]) {
            expect((await fetch(`http://127.0.0.1:${port}/${path}`)).status, path).toBe(200);
          }
          child.kill("SIGTERM");
          expect(await gone).toBe(0);
        }
      } finally {
        await github.close();
      }
    },
    SLOW,
  );
});
