import { type Room, rooms } from "./rooms.ts";

/** File names by room folder, as on disk. */
export type Listing = Readonly<Record<string, readonly string[]>>;

/** Ids that are words of the language cannot name a constant: their export is called `<id>Entry`. */
const RESERVED = new Set(["static", "default", "new", "switch"]);
const LINE_WIDTH = 120;
const HEADER = "// Written by `npm run generate` from the folder listing. Do not edit.\n";

/** The files `npm run generate` writes, by path from the repository root. Same listing, same bytes. */
export function generate(listing: Listing): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const room of rooms) files.set(`planner/${room.folder}/index.generated.ts`, indexOf(room, idsIn(listing, room)));
  const unions = rooms.map((room) => unionOf(room, idsIn(listing, room)));
  files.set("planner/domain/ids.generated.ts", `${HEADER}\n${unions.join("\n")}`);
  return files;
}

/** `a100-sxm4-80gb` -> `a100Sxm480gb`, `static` -> `staticEntry`: what the one export of a file must be called. */
export function constantName(id: string): string {
  const [first = "", ...rest] = id.split(/[^a-z0-9]+/i);
  const name = first + rest.map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join("");
  return RESERVED.has(name) ? `${name}Entry` : name;
}

/** Compares as the import sorter does: runs of digits as numbers, a dot before everything else. */
function compareNaturally(a: string, b: string): number {
  const left = a.match(/\d+|\D/g) ?? [];
  const right = b.match(/\d+|\D/g) ?? [];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const order = compareParts(left[i] ?? "", right[i] ?? "");
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

function compareParts(a: string, b: string): number {
  if (/^\d/.test(a) && /^\d/.test(b)) return Number(a) - Number(b);
  if (a === b) return 0;
  if (a === "." || b === ".") return a === "." ? -1 : 1;
  return a < b ? -1 : 1;
}

function idsIn(listing: Listing, room: Room): readonly string[] {
  const ids = (listing[room.folder] ?? [])
    .filter(isEntry)
    .sort(compareNaturally)
    .map((name) => name.slice(0, -".ts".length));
  const taken = new Map<string, string>();
  for (const id of ids) {
    const other = taken.get(constantName(id));
    if (other !== undefined) throw new Error(`planner/${room.folder}: ${other} and ${id} need the same export name`);
    taken.set(constantName(id), id);
  }
  return ids;
}

function isEntry(name: string): boolean {
  if (!name.endsWith(".ts") || name.endsWith(".generated.ts")) return false;
  return !name.startsWith("_") && !name.startsWith("index") && name !== "lookup.ts";
}

function indexOf(room: Room, ids: readonly string[]): string {
  const imports = [
    `import type { ${room.id} } from "../domain/ids.generated.ts";`,
    `import type { ${room.entry} } from "../domain/${room.declaredIn}";`,
  ].sort((a, b) => compareNaturally(a.slice(a.indexOf(" from ")), b.slice(b.indexOf(" from "))));
  for (const id of ids) imports.push(`import { ${constantName(id)} } from "./${id}.ts";`);
  const comment = `/** Each file of this room by its name. */`;
  const opening = `export const ${room.folder}: Readonly<Record<${room.id}, ${room.entry}>> = {`;
  const entries = ids.map((id) => `  ${property(id)},\n`).join("");
  return `${HEADER}\n${imports.join("\n")}\n\n${comment}\n${opening}${entries === "" ? "" : `\n${entries}`}};\n`;
}

function property(id: string): string {
  const name = constantName(id);
  if (name === id) return name;
  return `${/^[a-z_$][\w$]*$/i.test(id) ? id : `"${id}"`}: ${name}`;
}

function unionOf(room: Room, ids: readonly string[]): string {
  const members = ids.map((id) => `"${id}"`);
  const line = `export type ${room.id} = ${members.length === 0 ? "never" : members.join(" | ")};`;
  const union =
    line.length <= LINE_WIDTH ? line : `export type ${room.id} =\n${members.map((m) => `  | ${m}`).join("\n")};`;
  return `/** ${room.idMeaning} */\n${union}\n`;
}
