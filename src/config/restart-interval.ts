import { DEPLOYMENT } from "../mistakes/deployment.ts";
import { type Contradiction, when } from "./shapes.ts";

const DAY_SECONDS = 86_400;

/** A cron job begins anew every day or every month: other intervals would drift. */
export function unevenInterval(seconds: number, path: Contradiction["path"]): readonly Contradiction[] {
  return when(DAY_SECONDS % seconds !== 0 && seconds % DAY_SECONDS !== 0, {
    path,
    ...DEPLOYMENT.unevenInterval,
  });
}
