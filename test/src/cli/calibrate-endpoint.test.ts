import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { outputs } from "../../../src/config/outputs/index.ts";
import { FLAGS } from "../../support/benchmark-results.ts";
import { ended, start, temporaryFolder } from "../../support/command.ts";
import { emulatedEngine } from "../../support/emulated-engine.ts";
import { sharedLoadline as loadline } from "../../support/many-commands.ts";
import { type Generate, openAiServer, type ServerOptions } from "../../support/openai-server.ts";

const engine = () => emulatedEngine({ base: 6, perSequence: 0.2, perPromptToken: 0.02 });
const SHORT = "--input-tokens 60 --output-tokens 12 --concurrency 1,2,4 --requests 4".split(" ");

async function serving(generate: Generate = engine(), options: ServerOptions = {}) {
  const server = await openAiServer(generate, options);
  onTestFinished(() => server.close());
  return server;
}

const probe = (folder: string, address: string, ...more: readonly string[]) =>
  loadline(folder, "calibrate", "--endpoint", address, ...FLAGS, ...SHORT, ...more);

describe("calibrate on a server of this machine", () => {
  it("says what it will send, sends that, and fits what it measured", { timeout: 60_000 }, async () => {
    const server = await serving();
    const folder = temporaryFolder();
    const end = await probe(folder, server.address, "--json", "--served-model", "tiny");
    expect(end.code, end.stderr).toBe(0);
    expect(end.stderr).toMatch(/^This will send 48 requests to http:\/\/127\.0\.0\.1:\d+ \(3 more to warm it up\):\n/);
    expect(end.stderr).toContain("1, 2, 4 at once");
    expect(server.asked).toHaveLength(48 + 3);
    expect(new Set(server.asked.map(({ model }) => model))).toEqual(new Set(["tiny"]));
    const prompts = server.asked.map(({ prompt }) => JSON.stringify(prompt));
    expect(new Set(prompts).size).toBe(prompts.length);
    const sent = server.asked.slice(3).reduce((sum, { prompt }) => sum + prompt.length, 0);
    expect(end.stderr).toContain(`  ${sent.toLocaleString("en-US")} prompt tokens and `);
    const document = outputs["loadline.calibrate/v1"].parse(JSON.parse(end.stdout));
    if (!("terms" in document)) throw new Error("refused");
    expect(document.fittedOn).toMatchObject({ source: "endpoint", loads: 3, requests: 48 });
    // 6.2 ms and more a step, whatever the machine is busy with besides.
    const alone = document.loads[0]?.figures.find(({ metric, statistic }) => metric === "tpot" && statistic === "p50");
    expect(alone?.measuredMs).toBeGreaterThan(6);
    expect(alone?.measuredMs).toBeLessThan(20);
    expect(document.error.after.tpot?.median).toBeLessThan(document.error.before.tpot?.median ?? 0);
    expect(readdirSync(folder)).toEqual(["calibration.yaml"]);
    expect(readFileSync(`${folder}/calibration.yaml`, "utf8")).toContain("source: endpoint");
  });

  it("sends text where token ids are refused, and counts pieces where tokens are not counted", {
    timeout: 30_000,
  }, async () => {
    const refuse: ServerOptions["refuse"] = ({ prompt }) =>
      typeof prompt === "string" ? null : { status: 422, text: "prompt must be a string" };
    const server = await serving(engine(), { refuse, countsTokens: false });
    const { code, stdout, stderr } = await probe(temporaryFolder(), server.address);
    expect(code, stderr).toBe(0);
    expect(stdout).toContain("does not count tokens");
  });

  it("keeps what it has when the time is up", { timeout: 30_000 }, async () => {
    const server = await serving(emulatedEngine({ base: 4, perSequence: 0, perPromptToken: 0 }));
    const more = ["--concurrency", "1,2,3,4,5,6,7,8", "--requests", "16", "--limit", "5", "--output-tokens", "24"];
    const { code, stdout, stderr } = await probe(temporaryFolder(), server.address, ...more);
    // So little may be too little to do better than the prediction.
    expect([0, 1], stderr).toContain(code);
    expect(stdout).toMatch(/the limit of 5 s was reached with \d of the concurrencies left/);
  });
});

describe("calibrate refuses, and leaves nothing", () => {
  it("another machine, before it sends anything", async () => {
    const folder = temporaryFolder();
    const end = await probe(folder, "http://10.0.0.1:8000");
    expect([end.code, end.stdout]).toEqual([2, ""]);
    expect(end.stderr).toContain("an address on this machine");
    expect(readdirSync(folder)).toEqual([]);
  });

  const silent: Generate = () => new Promise(() => undefined);
  const cut: Generate = async (_asked, token) => {
    token("x");
    throw new Error("the engine died");
  };
  const broken: readonly (readonly [string, Generate, ServerOptions, string])[] = [
    [
      "knows no such model",
      silent,
      { refuse: () => ({ status: 404, text: '{"message":"no such model"}' }) },
      "no such model",
    ],
    ["says nothing", silent, {}, "said nothing for 1 s"],
    ["breaks off", cut, {}, "Trying again may help"],
    ["sends no tokens", async () => 5, {}, "an answer without tokens"],
  ];
  it.each(broken.map((one) => [one[0], one] as const))(
    "a server that %s: exit code 3 that names it",
    async (_what, [, generate, options, words]) => {
      const server = await serving(generate, options);
      const folder = temporaryFolder();
      const end = await probe(folder, server.address, "--silence", "1");
      expect([end.code, end.stdout]).toEqual([3, ""]);
      expect(end.stderr).toContain(`${server.address}: `);
      expect(end.stderr).toContain(words);
      expect(readdirSync(folder)).toEqual([]);
    },
  );

  it("a port where nobody listens", async () => {
    const taken = createServer();
    await new Promise<void>((done) => taken.listen(0, "127.0.0.1", done));
    const { port } = taken.address() as { port: number };
    await new Promise((done) => taken.close(done));
    const end = await probe(temporaryFolder(), `http://127.0.0.1:${port}`);
    expect([end.code, end.stderr]).toEqual([
      3,
      expect.stringContaining(`http://127.0.0.1:${port}: nothing answers there`),
    ]);
  });

  it("Ctrl-C: no file, no request left at the server", { timeout: 30_000 }, async () => {
    const server = await serving(emulatedEngine({ base: 50, perSequence: 0, perPromptToken: 0 }));
    const folder = temporaryFolder();
    const child = start(folder, "calibrate", "--endpoint", server.address, ...FLAGS, ...SHORT);
    const whole = ended(child);
    while (server.open() === 0) await new Promise((done) => setTimeout(done, 20));
    child.kill("SIGINT");
    expect((await whole).code).not.toBe(0);
    while (server.open() > 0) await new Promise((done) => setTimeout(done, 20));
    expect(readdirSync(folder)).toEqual([]);
  });

  it("files together with an endpoint, and concurrencies that fall", async () => {
    const folder = temporaryFolder();
    const both = await loadline(folder, "calibrate", "a.json", "--endpoint", "http://127.0.0.1:1", ...FLAGS);
    expect([both.code, both.stderr]).toEqual([2, expect.stringContaining("together with --endpoint")]);
    const falling = await probe(folder, "http://127.0.0.1:1", "--concurrency", "4,2");
    expect([falling.code, falling.stderr]).toEqual([2, expect.stringContaining("rising whole numbers")]);
  });
});
