import type { AppStore, DeadWork, QueueFigures } from "../ports/app-store.ts";
import { describeWork } from "./metrics.ts";

const MOST_DEAD = 50;

/** A page for whoever runs the App: how much waits, and what was given up. */
export async function overviewPage(store: AppStore, version: string): Promise<string> {
  const [figures, dead] = await Promise.all([store.figures(), store.dead(MOST_DEAD)]);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>loadline</title>
<style>body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem}
table{border-collapse:collapse}td,th{padding:.25rem .75rem;border-bottom:1px solid #ccc;text-align:left}</style></head>
<body><h1>loadline ${escapeHtml(version)}</h1>
${figuresTable(figures, store.kind)}
<h2>Given up</h2>
${deadTable(dead)}
</body></html>
`;
}

function figuresTable(figures: QueueFigures, kind: string): string {
  const rows: readonly (readonly [string, string])[] = [
    ["Database", kind],
    ["Waiting", String(figures.waiting)],
    ["Oldest waiting", `${Math.round(figures.oldestSeconds)} s`],
    ["Running", String(figures.active)],
    ["Later", String(figures.later)],
    ["Given up", String(figures.dead)],
  ];
  return table(["Queue", ""], rows);
}

function deadTable(dead: readonly DeadWork[]): string {
  if (dead.length === 0) return "<p>Nothing.</p>";
  return table(
    ["When", "What", "Why"],
    dead.map(({ work, at, error }) => [at, describeWork(work), error]),
  );
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (tag: string, row: readonly string[]): string =>
    row.map((cell) => `<${tag}>${escapeHtml(cell)}</${tag}>`).join("");
  return `<table><tr>${cells("th", head)}</tr>${rows.map((row) => `<tr>${cells("td", row)}</tr>`).join("\n")}</table>`;
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (found) => ENTITIES[found] ?? found);
