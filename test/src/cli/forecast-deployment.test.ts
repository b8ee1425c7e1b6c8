import { cpSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { outputs } from "../../../src/config/outputs/index.ts";
import { ended, loadlineWith } from "../../support/command.ts";
import { configRepository, MODEL, SETTINGS } from "../../support/config-repository.ts";
import { sharedLoadline as loadline } from "../../support/many-commands.ts";

const NOW = ["--now", "2026-11-25"];

async function forecast(folder: string, ...more: readonly string[]) {
  const end = await loadline(folder, "forecast", ...more, "--json", ...NOW);
  expect([end.code, end.stderr]).toEqual([0, ""]);
  return outputs["loadline.forecast/v1"].parse(JSON.parse(end.stdout));
}

const SALE = 'events: [{ name: sale, start: "2026-11-27T06:00:00Z", duration: 20h, multiplier: 3.5 }]';
const told = MODEL.replace("growthPerMonth: 8%", `growthPerMonth: 8%, holidays: [2026-11-30], ${SALE}`);

interface Planned {
  readonly deployments: readonly { readonly traffic: { readonly week: readonly { start: string; p50: number }[] } }[];
}

describe("forecast of a ModelDeployment", () => {
  it("agrees with the plan's first week, hour by hour, and says what it applied", async () => {
    const folder = configRepository({ model: told });
    const plan = await loadline(folder, "plan", "models/chat.yaml", "--json", ...NOW);
    const week = (JSON.parse(plan.stdout) as Planned).deployments[0]?.traffic.week ?? [];
    const { deployment, points, notes, history } = await forecast(folder, "models/chat.yaml", "--window", "1h");
    expect(deployment).toBe("chat");
    expect(week).toHaveLength(168);
    for (const [i, { start, p50 }] of week.entries()) {
      expect(points[i]?.start).toBe(start);
      // Printed with six decimals there, with six digits here.
      expect(Math.abs((points[i]?.point ?? 0) - p50)).toBeLessThan(1e-6);
    }
    expect(notes?.join("\n")).toMatch(
      /Growth of 8 %[\s\S]*While sale lasts[\s\S]*2026-11-30 is forecast like a Sunday/,
    );
    expect(history?.burstiness).toBeGreaterThan(0.9);
  });

  it("knows it by what it says, not by its name, and names it on top", async () => {
    const folder = configRepository();
    cpSync(join(folder, "models/chat.yaml"), join(folder, "models/chat.csv"));
    const end = await loadline(folder, "forecast", "models/chat.csv", "--horizon", "2d", ...NOW);
    expect(end.stdout).toMatch(/^chat: /);
    cpSync(join(folder, "traffic/chat.csv"), join(folder, "traffic/log.yaml"));
    const { deployment } = await forecast(folder, "traffic/log.yaml", "--horizon", "2d");
    expect(deployment).toBeUndefined();
  });

  it("needs no token lengths of rates, and takes more holidays", async () => {
    const folder = configRepository({ model: MODEL.replace("chat.csv", "rates.csv") });
    const rows = Array.from(
      { length: 14 * 24 },
      (_, hour) => `${hour * 3600},${Math.floor(hour / 24) % 7 === 4 ? 1 : 3}`,
    );
    writeFileSync(join(folder, "traffic/rates.csv"), `window_start_s,rate_rps\n${rows.join("\n")}\n`);
    const usual = await forecast(folder, "models/chat.yaml", "--window", "1h", "--horizon", "7d");
    // The history begins on a Wednesday: its fifth days, the quiet ones, are Sundays.
    const holiday = ["--holiday", "2026-11-26", "--holiday", "2026-11-27"];
    const { points, notes } = await forecast(
      folder,
      "models/chat.yaml",
      "--window",
      "1h",
      "--horizon",
      "7d",
      ...holiday,
    );
    const at = (of: typeof points, day: number) => of[day * 24 + 12]?.point ?? Number.NaN;
    expect(at(points, 1) / at(usual.points, 1)).toBeCloseTo(1 / 3, 1);
    expect(at(points, 2) / at(usual.points, 2)).toBeCloseTo(1 / 3, 1);
    expect(at(points, 0)).toBeCloseTo(at(usual.points, 0), 3);
    expect(notes?.filter((note) => /like a Sunday/.test(note))).toHaveLength(2);
  });

  it("reads its Prometheus", async () => {
    const server = createServer((request, response) => {
      const asked = new URL(request.url ?? "", "http://x").searchParams;
      const [start, end, step] = ["start", "end", "step"].map((name) => Number(asked.get(name)));
      const value = asked.get("query") === "sum(requests)" ? "2.5" : "300";
      const values = Array.from({ length: ((end ?? 0) - (start ?? 0)) / (step ?? 1) + 1 }, (_, i) => [
        (start ?? 0) + i * (step ?? 1),
        value,
      ]);
      const data = { resultType: "matrix", result: [{ metric: {}, values }] };
      response.setHeader("content-type", "application/json").end(JSON.stringify({ status: "success", data }));
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const source = "{ server: main, rate: sum(requests), inputTokens: a / b, outputTokens: a / c, window: 14d }";
    const model = MODEL.replace(/traffic: .*/, `traffic: { prometheus: ${source}, burstiness: 1.8 }`);
    const folder = configRepository({ model, settings: `${SETTINGS}prometheus: { main: {} }\n` });
    const environment = { LOADLINE_PROMETHEUS_MAIN: `http://127.0.0.1:${port}` };
    const flags = ["forecast", "models/chat.yaml", "--window", "1h", "--horizon", "2d", "--json", ...NOW];
    const end = await ended(loadlineWith(environment, folder, flags));
    expect([end.code, end.stderr]).toEqual([0, ""]);
    const { points, history } = outputs["loadline.forecast/v1"].parse(JSON.parse(end.stdout));
    expect(points[0]).toMatchObject({ start: "2026-11-25T00:00:00Z", point: 2.5 });
    expect(history).toMatchObject({ format: "prometheus", burstiness: null });
  });

  it.each([
    [["models/chat.yaml", "models/chat.yaml"], /2 files[\s\S]*one after the other/],
    [["models"], /a folder[\s\S]*Name one file/],
    [["loadline.yaml"], /loadline\.yaml:2:7 {2}kind[\s\S]*This file is a Settings/],
    [["bare.yaml"], /bare\.yaml:4:1 {2}spec\.traffic[\s\S]*traffic: \{ file/],
    [["models/chat.yaml", "--holiday", "2026-02-30"], /--holiday[\s\S]*a date that exists/],
    [["nothing.yaml"], /nothing\.yaml/],
  ])("of %j is refused", async (named, said) => {
    const folder = configRepository();
    writeFileSync(join(folder, "bare.yaml"), MODEL.replace(/ {2}traffic: .*\n/, ""));
    const end = await loadline(folder, "forecast", ...named, ...NOW);
    expect([end.code, end.stdout]).toEqual([2, ""]);
    expect(end.stderr).toMatch(said);
  });
});
