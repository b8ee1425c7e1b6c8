import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../architecture/disk.ts";

/** Where `test/support/image/build.sh` keeps stand-ins for the images that ours begins with. */
const cache = process.env["LOADLINE_IMAGES"] ?? join(homedir(), ".cache/loadline/images");
const STORE = ["--root", join(cache, "storage"), "--runroot", join(cache, "run")];
const USER = 65532;

/** Why no image can be built and run here; null where one can. */
export const noImages = existsSync(join(cache, "ready"))
  ? (["buildah", "runc"].map((program) => (hasProgram(program) ? null : `no ${program}`)).find(Boolean) ?? null)
  : "no stand-ins for its base images (test/support/image/build.sh builds them)";

function hasProgram(program: string): boolean {
  return spawnSync(program, ["--version"], { stdio: "ignore" }).status === 0;
}

interface Described {
  readonly Config: {
    readonly Entrypoint: readonly string[];
    readonly Env: readonly string[];
    readonly WorkingDir: string;
  };
}

/** An image whose files can be looked at and whose containers can be run. */
export interface Image {
  readonly root: string;
  /** Starts a container as the manifests do: another user than root, no rights, nothing to write to but `/data` and `/tmp`. */
  readonly start: (args: readonly string[], place: Place) => ChildProcess;
  readonly remove: () => void;
}

interface Place {
  /** The folder that `/data` is. */
  readonly data: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** What a Dockerfile of the repository makes of the repository. */
export function buildImage(dockerfile: string): Image {
  const tag = `localhost/loadline-test:${process.pid}`;
  const options = ["--isolation", "chroot", "--network", "host", "--pull-never", "--layers", "--quiet", "--tag", tag];
  buildah("build", ...options, ...registryOfNpm(), "--file", join(ROOT, dockerfile), ROOT);
  const container = buildah("from", "--pull-never", tag);
  const root = buildah("mount", container);
  const { Docker } = JSON.parse(buildah("inspect", container)) as { Docker: { config: Described["Config"] } };
  return {
    root,
    start: (args, place) => run({ root, config: Docker.config }, args, place),
    remove: () => {
      buildah("rm", container);
      buildah("rmi", tag);
    },
  };
}

/** A folder that a container may write to, as its first mount makes it. */
export function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "loadline-data-"));
  chownSync(folder, USER, USER);
  return folder;
}

function run(
  { root, config }: { readonly root: string; readonly config: Described["Config"] },
  args: readonly string[],
  { data, environment = {} }: Place,
): ChildProcess {
  const bundle = mkdtempSync(join(tmpdir(), "loadline-bundle-"));
  const env = [...config.Env, ...Object.entries(environment).map(([name, value]) => `${name}=${value}`)];
  const process = { args: [...config.Entrypoint, ...args], env, cwd: config.WorkingDir, noNewPrivileges: true };
  const bind = (path: string, source = path) => ({ destination: path, type: "bind", source, options: ["rbind", "rw"] });
  const none = { bounding: [], effective: [], permitted: [] };
  const spec = {
    ociVersion: "1.0.2",
    process: { ...process, user: { uid: USER, gid: USER }, capabilities: none },
    root: { path: root, readonly: true },
    mounts: [
      { destination: "/proc", type: "proc", source: "proc" },
      { destination: "/dev", type: "tmpfs", source: "tmpfs", options: ["nosuid", "mode=755"] },
      { destination: "/tmp", type: "tmpfs", source: "tmpfs", options: ["nosuid", "nodev", "mode=1777"] },
      bind("/data", data),
    ],
    // The host's network: GitHub's double listens there.
    linux: { namespaces: ["pid", "mount", "ipc", "uts"].map((type) => ({ type })) },
  };
  writeFileSync(join(bundle, "config.json"), JSON.stringify(spec));
  mkdirSync(join(bundle, "state"));
  const options = ["--root", join(bundle, "state"), "run", "--bundle", bundle, `loadline-${bundle.slice(-6)}`];
  const child = spawn("runc", options, { stdio: ["ignore", "pipe", "pipe"] });
  child.once("close", () => rmSync(bundle, { recursive: true, force: true }));
  return child;
}

/** What npm is told out here about its registry is told to npm in there, beside the image and not in it. */
function registryOfNpm(): string[] {
  const places = { globalconfig: "/usr/local/etc/npmrc", userconfig: "/root/.npmrc" };
  return Object.entries(places).flatMap(([name, inside]) => {
    const file = execFileSync("npm", ["config", "get", name], { encoding: "utf8" }).trim();
    return existsSync(file) ? ["--volume", `${file}:${inside}:ro`] : [];
  });
}

function buildah(...args: string[]): string {
  return execFileSync("buildah", [...STORE, ...args], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim();
}
