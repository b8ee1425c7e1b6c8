import { filesBelow } from "./disk.ts";

/** What may stand at the top of the repository; folders end with a slash. */
export const TOP_LEVEL: readonly string[] = [
  ".ci/",
  ".dependency-cruiser.mjs",
  ".github/",
  ".gitignore",
  "LICENSE",
  "README.md",
  "app.yml",
  "biome.json",
  "knip.json",
  "package-lock.json",
  "package.json",
  "planner/",
  "src/",
  "templates/",
  "test/",
  "tsconfig.base.json",
  "tsconfig.json",
  "vitest.config.ts",
];

const README_LINES = 40;
const VAGUE = /^(util|utils|utility|utilities|helper|helpers|manager|common|misc|stuff)$/;

/** Top-level entries that nobody agreed on. */
export const strangers = (entries: readonly string[]): string[] =>
  entries
    .filter((entry) => !TOP_LEVEL.includes(entry))
    .map((entry) => `${entry}: not part of the layout. Move it into a room, or add it to test/architecture/tree.ts.`);

/** The folders that need a README: those of planner and src that hold a file, and the two that are rooms as a whole. */
export function rooms(): string[] {
  const inner = ["planner", "src"].flatMap(filesBelow).map((path) => path.split("/"));
  const found = inner.filter((parts) => parts.length > 2).map(([top, room]) => `${top}/${room}`);
  return [...new Set([...found, "templates", "test"])].sort();
}

/** What is wrong with a room's README; `text` is null when there is none. */
export function readmeProblems(path: string, text: string | null): string[] {
  if (text === null) return [`${path}: missing. Say what lives here, what it may import, how to add one.`];
  const lines = text.trimEnd().split("\n").length;
  if (lines < 3) return [`${path}: says nothing`];
  return lines > README_LINES ? [`${path}: ${lines} lines, at most ${README_LINES}`] : [];
}

/** Files and folders whose name says nothing about what is in them. */
export const vagueNames = (paths: readonly string[]): string[] =>
  paths
    .filter((path) => path.split("/").some((part) => VAGUE.test(part.replace(/\..*$/, "").toLowerCase())))
    .map((path) => `${path}: name it after what it does`);

/** Links of a page to files of this repository that do not exist. Anchors and web addresses are left out. */
export function deadLinks(page: string, text: string, exists: (path: string) => boolean): string[] {
  const folder = page.split("/").slice(0, -1);
  return [...text.matchAll(/\]\(([^)#:\s]+)(#[^)]*)?\)/g)]
    .map(([, link = ""]) => resolve(folder, link))
    .filter((path) => !exists(path))
    .map((path) => `${page}: links to ${path}, which does not exist`);
}

/** Files and folders a page names in backticks of which the repository has none; a path may start at any folder. */
export function deadNames(page: string, text: string, repository: readonly string[]): string[] {
  return [...text.matchAll(/`([\w./-]+)`/g)]
    .map(([, name = ""]) => name.replace(/^(\.\.?\/)+/, ""))
    .filter((name) => /[\w-]\.(ts|js|mjs|md|hbs)$/.test(name) || /^(planner|src|test|templates|\.github)\//.test(name))
    .filter((name) => !repository.some((path) => `/${path}`.includes(`/${name}`)))
    .map((name) => `${page}: names ${name}, which does not exist`);
}

function resolve(folder: readonly string[], link: string): string {
  const parts = [...folder];
  for (const part of link.split("/").filter((piece) => piece !== "" && piece !== ".")) {
    if (part === "..") parts.pop();
    else parts.push(part);
  }
  return parts.join("/");
}
