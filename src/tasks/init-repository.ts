import { join } from "node:path";
import type { World } from "../ports/world.ts";
import { initText } from "../report/index.ts";
import type { Answer } from "./answer.ts";
import { newRepository } from "./init/files.ts";
import { planningDay } from "./planning-day.ts";

/** `init`: scaffolds a configuration repository. What exists already is kept as it is. */
export async function initRepository(directory: string, world: Pick<World, "files" | "clock">): Promise<Answer> {
  return scaffold({ directory, today: planningDay(undefined, world.clock) }, world);
}

/** The same, for a given day. */
export async function scaffold(
  wanted: { directory: string; today: number },
  world: Pick<World, "files">,
): Promise<Answer> {
  const { directory, today } = wanted;
  const fresh = new Map<string, string>();
  const kept: string[] = [];
  for (const [path, text] of newRepository(today)) {
    if ((await world.files.read(join(directory, path))) === null) fresh.set(path, text);
    else kept.push(path);
  }
  await world.files.write(directory, fresh);
  const files = [...fresh.keys()];
  return {
    code: 0,
    document: () => ({ schema: "loadline.init/v1", directory, files, kept }),
    text: () => initText({ directory, files, kept }),
  };
}
