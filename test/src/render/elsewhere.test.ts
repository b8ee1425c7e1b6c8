import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { packageRoot } from "../../../src/adapters/package-root.ts";
import type { Printed } from "./print-rendered.ts";

async function printedUnder(environment: Readonly<Record<string, string>>): Promise<Printed> {
  const script = join(packageRoot(), "test/src/render/print-rendered.ts");
  const env = { PATH: process.env["PATH"], ...environment };
  const { stdout } = await promisify(execFile)(process.execPath, [script], { env, cwd: environment["HOME"] ?? "/" });
  return JSON.parse(stdout) as Printed;
}

it("the same bytes come out in every time zone and language", async () => {
  const places = [
    { TZ: "UTC", LANG: "C" },
    { TZ: "Asia/Kolkata", LC_ALL: "tr_TR.UTF-8", LANG: "tr_TR.UTF-8" },
    { TZ: "Pacific/Kiritimati", LC_ALL: "de_DE.UTF-8", LANG: "de_DE.UTF-8" },
    { TZ: "America/St_Johns", LC_ALL: "ar_EG.UTF-8", LANG: "ar_EG.UTF-8" },
  ];
  const printed: Printed[] = [];
  for (const place of places) printed.push(await printedUnder(place));
  expect(new Set(printed.map(({ hash }) => hash)).size).toBe(1);
  expect(printed[0]?.files).toBeGreaterThan(200);
  // The processes really were elsewhere.
  expect(printed.map(({ timeZone }) => timeZone)).toEqual([
    "UTC",
    "Asia/Calcutta",
    "Pacific/Kiritimati",
    "America/St_Johns",
  ]);
  expect(new Set(printed.map(({ locale }) => locale)).size).toBe(4);
}, 60_000);
