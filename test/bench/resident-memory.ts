import { readFile } from "node:fs/promises";
import type { Member } from "../support/app-fleet.ts";

/** Resident memory of a process in MiB; null where the system does not say. */
export async function memoryOf({ child }: Member): Promise<number | null> {
  const status = await readFile(`/proc/${child.pid}/status`, "utf8").catch(() => "");
  const kibibytes = /VmRSS:\s+(\d+)/.exec(status)?.[1];
  return kibibytes === undefined ? null : Number(kibibytes) / 1024;
}
