import type { Finding } from "../../planner/index.ts";

/** Where a key of a deployment's file stands; null when nobody knows. */
export type Locator = (
  deployment: string,
  path: Finding["path"],
) => { readonly file: string; readonly line: number } | null;

/** For reports about something that came from no file. */
export const nowhere: Locator = () => null;

/** `models/chat.yaml:14`, or empty. */
export function placeOf(locate: Locator, deployment: string, finding: Finding): string {
  const place = locate(deployment, finding.path);
  return place === null ? "" : `${place.file}:${place.line}`;
}
