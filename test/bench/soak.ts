import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startMember } from "../support/app-fleet.ts";
import { startGitHub } from "../support/github/double.ts";
import { memoryOf } from "./resident-memory.ts";
import type { Measured } from "./table.ts";
import { acknowledgements } from "./webhook-load.ts";

const REPO = "acme/serving";
const RATE = 20;
const PULLS = 20;
/** Ten minutes unless LOADLINE_SOAK_MINUTES says otherwise, in stretches: caches have filled by the end of the second. */
const STRETCH_SECONDS = 60;
const STRETCHES = Number(process.env["LOADLINE_SOAK_MINUTES"] ?? 10);
const WARM = 2;
/** What `.github/deploy/Dockerfile` sets. */
const AS_IN_THE_IMAGE = { MALLOC_ARENA_MAX: "2" };

/** One process on its embedded database, under a steady stream of webhooks about open pull requests: does its memory stay? */
export async function measureSoak(): Promise<readonly Measured[]> {
  const folder = mkdtempSync(join(tmpdir(), "loadline-soak-"));
  const github = await startGitHub();
  const environment = { ...github.environment, ...AS_IN_THE_IMAGE, LOADLINE_DATA_DIR: join(folder, "data") };
  const member = await startMember("serve", environment);
  try {
    const url = `http://127.0.0.1:${member.port}/api/github/webhooks`;
    const dev = github.as("dev");
    for (let index = 0; index < PULLS; index++) {
      await dev.push(REPO, `soak-${index}`, { "models/chat.yaml": `a: ${index}\n` });
      await dev.open(REPO, { branch: `soak-${index}` });
    }
    const load = { url, secret: github.secret, repository: REPO, perSecond: RATE, pulls: PULLS };
    const sizes: number[] = [];
    const took: number[] = [];
    for (let stretch = 0; stretch < STRETCHES; stretch++) {
      took.push(...(await acknowledgements({ ...load, seconds: STRETCH_SECONDS })));
      sizes.push((await memoryOf(member)) ?? Number.NaN);
    }
    took.sort((a, b) => a - b);
    const minutes = (STRETCHES * STRETCH_SECONDS) / 60;
    return [
      {
        what: `${minutes} minutes of ${RATE} webhooks/s on PGlite: resident memory by the minute, MiB`,
        measured: sizes.map((mebibytes) => Math.round(mebibytes)).join(", "),
        mark: "stable",
      },
      {
        what: `… grown from minute ${WARM} to minute ${minutes}`,
        measured: `${Math.round((sizes.at(-1) ?? Number.NaN) - (sizes[WARM - 1] ?? Number.NaN))} MiB`,
        mark: "",
      },
      {
        what: "… webhooks acknowledged, p50 / p99",
        measured: `${Math.round(took[took.length >> 1] ?? 0)} ms / ${Math.round(took[Math.floor(0.99 * took.length)] ?? 0)} ms`,
        mark: "p99 200 ms",
      },
    ];
  } finally {
    member.child.kill("SIGTERM");
    await member.gone;
    await github.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
