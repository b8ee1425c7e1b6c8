import { readFileSync } from "node:fs";
import { load } from "js-yaml";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { outputs } from "../../../src/config/outputs/index.ts";
import { NEEDED_EVENTS } from "../../../src/tasks/app/doctor.ts";
import { NEEDED_PERMISSIONS } from "../../../src/tasks/app/doctor-installations.ts";
import { abandoned, answering, saying } from "../../support/answering.ts";
import { ended, loadlineWith, temporaryFolder } from "../../support/command.ts";
import { SETTINGS } from "../../support/config-repository.ts";
import { type GitHubDouble, startGitHub } from "../../support/github/double.ts";

let github: GitHubDouble;
beforeAll(async () => {
  github = await startGitHub();
});
afterAll(() => github.close());

async function doctor(environment: Readonly<Record<string, string>> = {}) {
  const child = loadlineWith({ ...github.environment, ...environment }, temporaryFolder(), ["doctor", "--json"]);
  const { code, stdout, stderr } = await ended(child);
  const states = () =>
    Object.fromEntries(
      outputs["loadline.doctor/v1"].parse(JSON.parse(stdout)).checks.map((one) => [one.id, one.state]),
    );
  return { code, stdout, stderr, states };
}

it("asks for what app.yml asks for", () => {
  const app = load(readFileSync(new URL("../../../app.yml", import.meta.url), "utf8")) as Record<string, unknown>;
  expect(NEEDED_PERMISSIONS).toEqual(app["default_permissions"]);
  expect([...NEEDED_EVENTS].sort()).toEqual([...(app["default_events"] as string[])].sort());
});

describe("doctor", () => {
  it("finds what stands in the way of commits, and nothing once it is mended", async () => {
    const dev = github.as("dev");
    await dev.push("acme/serving", "main", { "loadline.yaml": SETTINGS.replace("example/gitops", "acme/elsewhere") });
    const ill = await doctor();
    expect(ill.code).toBe(1);
    expect(ill.states()).toMatchObject({
      github: "ok",
      permissions: "ok",
      "installation of acme": "ok",
      "gitops of acme/serving/loadline.yaml": "problem",
      argocd: "skipped",
    });
    expect(ill.stdout).not.toContain(github.secret);
    await dev.push("acme/serving", "main", { "loadline.yaml": SETTINGS.replace("example/gitops", "acme/gitops") });
    expect((await doctor()).states()).toMatchObject({ "gitops of acme/serving/loadline.yaml": "ok" });
  }, 60_000);

  it("names the variable that is wrong, and what does not answer", async () => {
    const nameless = await doctor({ APP_ID: "x" });
    expect([nameless.code, nameless.stdout]).toEqual([2, ""]);
    expect(nameless.stderr).toContain("environment  APP_ID");
    const lost = await doctor({ LOADLINE_ARGOCD_URL: "http://127.0.0.1:9", LOADLINE_ARGOCD_API_TOKEN: "t" });
    expect(lost.states()).toMatchObject({ argocd: "problem" });
    expect(lost.code).toBe(3);
  }, 60_000);

  it("ends with exit code 3 where GitHub does not answer, with 1 where it answers that the key is wrong", async () => {
    const away = await doctor({ GHE_HOST: "127.0.0.1:9", GHE_PROTOCOL: "http" });
    expect([away.code, away.states()]).toMatchObject([3, { github: "problem" }]);
    expect(away.stdout).toContain("Trying again may help");
    const stranger = await doctor({ APP_ID: "999999" });
    expect([stranger.code, stranger.states()]).toMatchObject([1, { github: "problem" }]);
  }, 60_000);

  it("looks at every Prometheus that the environment names, and for those that Settings name", async () => {
    await github.as("dev").push("acme/serving", "main", {
      "loadline.yaml": `${SETTINGS.replace("example/gitops", "acme/gitops")}prometheus: { main: {}, dead: {}, nowhere: {} }\n`,
    });
    const series = { status: "success", data: { resultType: "matrix", result: [] } };
    const looked = await doctor({
      LOADLINE_PROMETHEUS_MAIN: await answering(saying(200, series)),
      LOADLINE_PROMETHEUS_DEAD: await abandoned(),
      LOADLINE_PROMETHEUS_SHUT: await answering(saying(401, "who are you, s3cr3t-t0ken?")),
      LOADLINE_PROMETHEUS_SHUT_TOKEN: "s3cr3t-t0ken",
      LOADLINE_PROMETHEUS_ODD: "prometheus:9090",
    });
    expect([looked.code, looked.states()]).toMatchObject([
      3,
      {
        "prometheus of LOADLINE_PROMETHEUS_MAIN": "ok",
        "prometheus of LOADLINE_PROMETHEUS_DEAD": "problem",
        "prometheus of LOADLINE_PROMETHEUS_SHUT": "problem",
        "prometheus of LOADLINE_PROMETHEUS_ODD": "problem",
        "prometheus of acme/serving/loadline.yaml": "problem",
      },
    ]);
    expect(Object.keys(looked.states()).filter((id) => id.startsWith("prometheus"))).toHaveLength(5);
    expect(looked.stdout).toContain("LOADLINE_PROMETHEUS_NOWHERE");
    expect(looked.stdout).not.toContain("s3cr3t");
  }, 60_000);
});

describe("several installations", () => {
  let many: GitHubDouble;
  beforeAll(async () => {
    const { merge_queues: _, ...older } = NEEDED_PERMISSIONS;
    many = await startGitHub({
      members: ["dev"],
      strangers: ["early", "quiet"],
      repositories: ["acme/serving", "early/serving", "quiet/serving"],
      installations: { quiet: null, acme: null, early: older },
    });
    many.suspend("quiet");
  });
  afterAll(() => many.close());

  it("are told apart: who suspended the App, who has not accepted its permissions, who is left out", async () => {
    const all = await doctor(many.environment);
    expect([all.code, all.states()]).toMatchObject([
      1,
      {
        permissions: "ok",
        "installation of acme": "ok",
        "installation of early": "problem",
        "installation of quiet": "warning",
      },
    ]);
    expect(all.stdout).toContain("early has not accepted merge_queues: read");
    const some = await doctor({ ...many.environment, LOADLINE_ACCOUNTS: "ACME" });
    expect(some.states()).toMatchObject({
      "installation of acme": "ok",
      "installation of early": "skipped",
      "installation of quiet": "skipped",
    });
    const none = await doctor({ ...many.environment, LOADLINE_ACCOUNTS: "somebody-else" });
    expect([none.code, none.states()]).toMatchObject([1, { installation: "problem" }]);
  }, 60_000);
});
