import { type Finding, type Unknown, unknownText } from "../../domain/index.ts";

/** What nobody could look at, each once, in the order of its words. */
export class Unknowns {
  private readonly found = new Map<string, Unknown>();

  note(unknown: Unknown): void {
    this.found.set(unknownText(unknown), unknown);
  }

  /** What a deployment is refused for. */
  noteRefusal(findings: readonly Finding[]): void {
    for (const { id, message } of findings) this.note({ kind: KINDS[id] ?? "refused", message });
  }

  get all(): readonly Unknown[] {
    return [...this.found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, unknown]) => unknown);
  }
}

/** Findings with which something is refused because it is not known. */
const KINDS: Readonly<Record<string, "hardware" | "engine">> = {
  "unknown-hardware": "hardware",
  "unknown-engine-version": "engine",
};
