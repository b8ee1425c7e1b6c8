import { chmodSync, mkdirSync, readdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, vi } from "vitest";
import { argoCd } from "../../../src/adapters/argocd.ts";
import { disk } from "../../../src/adapters/disk.ts";
import { advance } from "../../../src/adapters/git/advance.ts";
import { openRepository } from "../../../src/adapters/git/repository.ts";
import { kubectl } from "../../../src/adapters/kubectl.ts";
import { openLocalGit } from "../../../src/adapters/local-git.ts";
import { openAiEndpoint } from "../../../src/adapters/openai-endpoint.ts";
import { prometheus } from "../../../src/adapters/prometheus.ts";
import { resultsFile } from "../../../src/adapters/results-file.ts";
import { templateFiles } from "../../../src/adapters/template-files.ts";
import { run } from "../../../src/cli/run.ts";
import { OUTSIDE } from "../../../src/mistakes/outside.ts";
import { probe } from "../../../src/tasks/calibrate/probe.ts";
import { calibrateFromMetrics } from "../../../src/tasks/calibrate-engine.ts";
import { type Answering, abandoned, answering, saying } from "../../support/answering.ts";
import { SERVING } from "../../support/benchmark-results.ts";
import { temporaryFolder } from "../../support/command.ts";
import { withFiles } from "../../support/in-process.ts";
import { showEach, withPlacesNamed } from "../../support/mistakes.ts";
import { commitTo, OCTOBER, removeScratch, type Scratch, scratch } from "../../support/scratch-git.ts";

afterAll(removeScratch);

const A = { "clusters/prod/a.yaml": "a: 1\n" };

/** Does something whose folder or server reads `/here` and `http://server`. */
const told = (place: string, act: () => unknown): Promise<void> =>
  withPlacesNamed(
    act,
    ...[[place, place.startsWith("http") ? "http://server" : "/here"] as const],
    ...[[place.replace("http://", ""), "server"] as const],
  );
const inFolder = (act: (folder: string) => unknown) => async () => {
  const folder = temporaryFolder();
  await told(folder, () => act(folder));
};
const inScratch = (act: (repo: Scratch) => unknown) => async () => {
  const repo = scratch();
  repo.commit({ "README.md": "hello\n", "docs/a.md": "a\n" });
  await told(repo.folder, () => act(repo));
};
/** Commits while somebody does something before a step. */
const during = (step: string, disturb: (repo: Scratch) => void) =>
  inScratch(async (repo) => {
    const onStep = (now: string) => void (now === step && disturb(repo));
    return commitTo(await repo.open({ onStep }), { files: A, haste: 10_000 });
  });
const indexes = (repo: Scratch): void => {
  const gitFolder = join(repo.repository, ".git");
  for (const name of readdirSync(gitFolder).filter((entry) => entry.startsWith("loadline-"))) {
    rmSync(join(gitFolder, name, "index"), { force: true });
  }
};
/** A program of this name that only says something. */
const scripted = (folder: string, name: string, text: string): string => {
  withFiles(folder, { [`bin/${name}`]: `#!/bin/sh\n${text}\n` });
  chmodSync(join(folder, "bin", name), 0o755);
  return join(folder, "bin");
};
/** As after a Ctrl-C. */
const interrupted = inScratch(async ({ repository, environment, git }) => {
  const head = git("rev-parse", "main");
  const change = {
    ...{ branch: "main", base: head, expected: head, owned: ["clusters/prod"], remove: [], at: OCTOBER },
    ...{ put: new Map(Object.entries(A)), message: "Update\n" },
  };
  await advance(await openRepository(repository, { environment }), change, () => true);
});
/** Writes results onto a device: what is written beside the place, until it is whole, leads there. */
const resultsOn = (device: string) =>
  inFolder((folder) => {
    symlinkSync(device, join(folder, `.results.csv.${process.pid}.partial`));
    return resultsFile.openResults(join(folder, "results.csv"));
  });

/** What a command says that does this. */
const running = (act: () => unknown) => async () => {
  const said: string[] = [];
  const write = vi.spyOn(process.stderr, "write").mockImplementation((text) => said.push(String(text)) > 0);
  const before = process.exitCode;
  try {
    await run(async () => Number(act()));
  } finally {
    process.exitCode = before;
    write.mockRestore();
  }
  throw new Error(said.join("").trimEnd());
};
const RANGE = { start: 0, end: 100, step: 10 };
const queried =
  (answer: Answering, options: Partial<Parameters<typeof prometheus>[2]> = {}) =>
  async () => {
    const address = await answering(answer);
    const variables = { LOADLINE_PROMETHEUS_MAIN: address };
    const server = prometheus("main", variables, { wait: async () => undefined, ...options });
    await told(address, () => server.range("up", RANGE));
  };
const application = (answer: Answering | null) => async () => {
  const address = answer === null ? await abandoned() : await answering(answer);
  const argo = argoCd({ LOADLINE_ARGOCD_URL: address, LOADLINE_ARGOCD_API_TOKEN: "token" });
  await told(address, () => argo?.application("chat", "argocd"));
};
const probed =
  (answer: Answering | null, silence = 5) =>
  async () => {
    const address = answer === null ? await abandoned() : await answering(answer);
    const plan = {
      ...{ model: "m", concurrencies: [1], inputTokens: 8, outputTokens: 8, requests: 1, limit: 60 },
      ...{ stopwatch: () => 0, progress: () => undefined },
    };
    await told(address, () => probe(openAiEndpoint(address, silence), plan));
  };
const refusedQuery = () =>
  calibrateFromMetrics(
    { range: async () => ({ kind: "refused", message: "parse error" }) },
    { files: disk },
    {
      ...{ serving: SERVING, servedModel: SERVING.model, architecture: null, processor: null, out: "c.yaml", now: 0 },
      ...{ progress: () => undefined, range: RANGE },
    },
  );
const silent: Answering = () => undefined;

showEach("outside", OUTSIDE, {
  gitFailed: [
    during("write-tree", (repo) => rmSync(join(repo.repository, ".git/HEAD"))),
    "write-tree",
    "fatal: not a git repository",
  ],
  gitMissing: [inFolder((folder) => openLocalGit(folder, { environment: { PATH: folder }, now: () => 0 }))],
  gitNotStarted: [
    inFolder((folder) => {
      const bin = scripted(folder, "git", "");
      chmodSync(join(bin, "git"), 0o644);
      return openLocalGit(folder, { environment: { PATH: bin }, now: () => 0 });
    }),
    "spawn git EACCES",
  ],
  interrupted: [interrupted],
  otherTree: [during("update-index", indexes), 2, "README.md"],
  cannot: [inFolder((folder) => templateFiles(join(folder, "none")).read()), "list", "/here/none", "ENOENT"],
  operatingSystem: [
    running(() => mkdirSync("/proc/loadline")),
    "ENOENT: no such file or directory, mkdir '/proc/loadline'",
    false,
  ],
  noRoom: [resultsOn("/dev/full"), "/here/results.csv"],
  notWritten: [resultsOn("/proc/self/mem"), "/here/results.csv"],
  templateTooLarge: [
    inFolder((folder) => {
      writeFileSync(join(folder, "a.hbs"), "x");
      truncateSync(join(folder, "a.hbs"), 256 * 1024 + 1);
      return templateFiles(folder).read();
    }),
    "/here/a.hbs",
  ],
  argoCdAnswers: [application(saying(401, "")), 401],
  noApplication: [application(saying(200, { kind: "Status" }))],
  argoCdUnreachable: [application(null)],
  prometheusSilent: [queried(silent, { patienceMs: 50 }), 0.05],
  prometheusTooMuch: [
    queried(saying(200, `"${"x".repeat(2 ** 20)}"`), { mostBytes: 2 ** 20 }),
    "it has more than 1 MiB",
  ],
  noPrometheus: [queried(saying(200, { status: "success", data: { resultType: "vector" } })), "data.result"],
  noJson: [queried(saying(200, "<html>")), '"<html>"'],
  jsonBroken: [queried(saying(200, '{"status":'))],
  redirects: [queried(saying(302, "", { location: "/login" })), 302],
  prometheusAnswers: [queried(saying(403, "no")), 403, "no"],
  prometheusUnreachable: [
    async () => {
      const address = await abandoned();
      const server = prometheus("main", { LOADLINE_PROMETHEUS_MAIN: address }, { wait: async () => undefined });
      await told(address, () => server.range("up", RANGE));
    },
    "connect ECONNREFUSED server",
  ],
  queryRefused: [refusedQuery, "parse error"],
  nothingThere: [probed(null)],
  brokeOff: [probed((response) => response.destroy())],
  silent: [probed(silent, 0.05), 0.05],
  noStream: [probed(saying(200, "x".repeat(2 ** 21)))],
  brokeOffWith: [probed(saying(200, 'data: {"error":{"message":"out of memory"}}\n\n')), '{"message":"out of memory"}'],
  endpointAnswers: [probed(saying(503, "loading the model")), 503, "loading the model"],
  noTokens: [probed(saying(200, "data: [DONE]\n\n"))],
  kubectlMissing: [inFolder((folder) => kubectl({ PATH: folder }).ask({}))],
  kubectlSpeechless: [inFolder((folder) => kubectl({ PATH: scripted(folder, "kubectl", "exit 1") }).ask({}))],
});
