import { generateKeyPairSync } from "node:crypto";
import { argoCd } from "../../../src/adapters/argocd.ts";
import { addressOf } from "../../../src/adapters/github/address.ts";
import { connectGitHub } from "../../../src/adapters/github/commits/connect.ts";
import { readCredentials } from "../../../src/adapters/github/credentials.ts";
import { hostFromToken } from "../../../src/adapters/github/from-token.ts";
import { listen } from "../../../src/adapters/http/serve.ts";
import { prometheus } from "../../../src/adapters/prometheus.ts";
import { processTurns } from "../../../src/adapters/store/in-process.ts";
import { lockFolder } from "../../../src/adapters/store/lock.ts";
import { readSettings } from "../../../src/app/environment.ts";
import { runApp } from "../../../src/app/run.ts";
import { ENVIRONMENT } from "../../../src/mistakes/environment.ts";
import { temporaryFolder } from "../../support/command.ts";
import { showEach, withPlacesNamed } from "../../support/mistakes.ts";

type Variables = Readonly<Record<string, string>>;

const app = (variables: Variables) => () => readSettings(variables);
/** An App whose credentials are right, but for these. */
const credentials = (variables: Variables) => () => {
  const wrong = Object.keys(variables);
  const reads = { APP_ID: "77", WEBHOOK_SECRET: "0123456789abcdef0123456789abcdef", ...variables };
  try {
    readCredentials(reads);
  } catch (error) {
    // There is no key here that is a good one: what is wrong with it is another case.
    throw new Error(
      String((error as Error).message)
        .split(/\n(?=environment)/)
        .find((one) => wrong.some((name) => one.includes(`  ${name}\n`))),
    );
  }
};
const PEM = { type: "pkcs8", format: "pem" } as const;
const ELLIPTIC = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export(PEM).toString();
const waits = { now: () => 0, wait: async () => undefined };
const workflow = (variables: Variables) => () =>
  hostFromToken(variables, { ...waits, turns: processTurns(waits.now), version: "1" });
const metrics = (variables: Variables) => () => prometheus("main", variables, waits);

async function twice(): Promise<void> {
  const wish = { host: "127.0.0.1", rehearsals: 0, answer: async () => ({ status: 200 }) };
  const first = await listen({ ...wish, port: 0 });
  try {
    await withPlacesNamed(() => listen({ ...wish, port: first.port }), [String(first.port), "3000"]);
  } finally {
    await first.close();
  }
}

async function locked(): Promise<void> {
  const folder = temporaryFolder();
  await lockFolder(folder);
  const process = [/process \d+ on \S+/g, "process 4711 on build-1"] as const;
  await withPlacesNamed(() => lockFolder(folder), [folder, "/here"], process);
}

const worker = () =>
  runApp({
    ...{ role: "worker", environment: {}, version: "1" },
    ...{ announce: async () => undefined, until: Promise.resolve() },
  });

showEach("environment", ENVIRONMENT, {
  noNumber: [app({ PORT: "http" }), "http", [0, 65_535]],
  noAddress: [app({ LOADLINE_PUBLIC_URL: "loadline.example.com" }), ["https:", "http:"]],
  noDatabase: [worker],
  folderHeld: [locked, "/here", "process 4711 on build-1", "/here/loadline.lock"],
  portTaken: [twice, "127.0.0.1:3000", "EADDRINUSE"],
  noAppId: [credentials({ APP_ID: "abc" }), '"abc"'],
  noPrivateKey: [credentials({ PRIVATE_KEY_PATH: "/none/key.pem" }), "no readable file at /none/key.pem"],
  unreadableKey: [credentials({ PRIVATE_KEY: "no key" }), 6],
  noRsaKey: [credentials({ PRIVATE_KEY: ELLIPTIC })],
  noWebhookSecret: [credentials({ WEBHOOK_SECRET: "development" }), "Probot's default, which everybody knows", 32],
  noProtocol: [credentials({ GHE_HOST: "github.example.com", GHE_PROTOCOL: "ftp" }), '"ftp"'],
  noHost: [credentials({ GHE_HOST: "https://github.example.com" }), '"https://github.example.com"'],
  noGitHubAddress: [
    () => addressOf({ GITHUB_API_URL: "https://me:s3cret@example.com" }),
    "an address such as https://api.github.com",
  ],
  noGitHubToken: [() => connectGitHub({})],
  noWorkflow: [workflow({ GITHUB_TOKEN: "t", GITHUB_REPOSITORY: "serving" }), "no owner/name"],
  halfOfArgoCd: [() => argoCd({ LOADLINE_ARGOCD_URL: "https://argocd.example.com" }), "nothing"],
  noPrometheus: [metrics({}), "main", "nothing", "LOADLINE_PROMETHEUS_MAIN"],
  noBearerToken: [
    metrics({ LOADLINE_PROMETHEUS_MAIN: "http://127.0.0.1:9090", LOADLINE_PROMETHEUS_MAIN_TOKEN: "one\ntwo" }),
  ],
});
