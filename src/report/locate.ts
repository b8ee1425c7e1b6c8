import type { Finding } from "../../planner/index.ts";

/** Where a key of a deployment's file stands; null when nobody knows. */
export type Locator = (
  deployment: string,
  path: Finding["path"],
) => { readonly file: string; readonly line: number } | null;

/** Where a finding stands: in its manifest, or in its deployment's file. */
export function located(
  locate: Locator,
  deployment: string,
  { path, resource }: Finding,
): { readonly file: string; readonly line: number | null } | null {
  return resource === undefined ? locate(deployment, path) : { file: resource.file, line: resource.line };
}

/** For reports about something that came from no file. */
export const nowhere: Locator = () => null;

/** `models/chat.yaml:14`, or empty. */
export function placeOf(locate: Locator, deployment: string, finding: Finding): string {
  const place = located(locate, deployment, finding);
  if (place === null) return "";
  return place.line === null ? place.file : `${place.file}:${place.line}`;
}
