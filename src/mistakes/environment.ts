import type { Mistake } from "../ports/failure.ts";

const theKey = "Generate a key on the App's settings page and pass the whole file, as it is or in base64.";

/** Variables of the process. What they hold is not shown where it may be secret. */
export const ENVIRONMENT = {
  noNumber: (found: string, [least, most]: readonly [number, number]): Mistake => ({
    found,
    wanted: `a whole number from ${least} to ${most}`,
    advice: "Correct it, or leave the variable out.",
  }),
  noAddress: (schemes: readonly string[]): Mistake => ({
    found: "no such address",
    wanted: `an address that begins with ${schemes.join(" or ")}`,
    advice: "Correct it, or leave the variable out.",
  }),
  noDatabase: {
    found: "nothing",
    wanted: "a PostgreSQL database that serve and workers share",
    advice: "Set DATABASE_URL to the one that loadline serve uses, as postgres://user@host/database.",
  },
  /** `holder` names a process; `lock` is the file that says so. */
  folderHeld: (folder: string, holder: string, lock: string): Mistake => ({
    found: `the folder ${folder}, which ${holder} holds (${lock})`,
    wanted: "a folder of its own",
    advice: "Stop that process, name another folder, or set DATABASE_URL, which many processes may share.",
  }),
  portTaken: (place: string, reason: string): Mistake => ({
    found: `${place} (${reason})`,
    wanted: "an address and port that are free and may be used",
    advice: "Choose another PORT, or 0 for any that is free; HOST is an address of this machine.",
  }),
  noAppId: (found: string): Mistake => ({
    found,
    wanted: "the App's number",
    advice: "It stands on the App's settings page at GitHub, under About.",
  }),
  noPrivateKey: (found: string): Mistake => ({ found, wanted: "the App's private key", advice: theKey }),
  unreadableKey: (characters: number): Mistake => ({
    found: `${characters} characters that are no key`,
    wanted: "an RSA private key in PEM form",
    advice: theKey,
  }),
  noRsaKey: {
    found: "a key that is not RSA",
    wanted: "an RSA private key in PEM form",
    advice: theKey,
  },
  noWebhookSecret: (found: string, bytes: number): Mistake => ({
    found,
    wanted: `the secret that GitHub signs webhooks with, at least ${bytes} random bytes`,
    advice: "Set the same at GitHub and here, for example from: openssl rand -hex 32",
  }),
  noProtocol: (found: string): Mistake => ({ found, wanted: "https, or http", advice: "Leave it out for https." }),
  noHost: (found: string): Mistake => ({
    found,
    wanted: "a host, with a port if need be",
    advice: "Name the server without scheme and path, for example github.example.com.",
  }),
  noGitHubAddress: (example: string): Mistake => ({
    found: "no plain http(s) address",
    wanted: example,
    advice: "Tokens belong in GH_TOKEN, never in an address.",
  }),
  noGitHubToken: {
    found: "no GH_TOKEN or GITHUB_TOKEN",
    wanted: "a token that may read and write the contents of the GitOps repository",
    advice: "For example GH_TOKEN=$(gh auth token) loadline commit …; or clone it and pass the clone's path.",
  },
  noWorkflow: (found: string): Mistake => ({
    found,
    wanted: "what GitHub Actions sets: GITHUB_REPOSITORY, and GITHUB_TOKEN from the workflow",
    advice: "See .github/actions/loadline/action.yml; outside of a workflow, `loadline diff` shows the same review.",
  }),
  halfOfArgoCd: (found: string): Mistake => ({
    found,
    wanted: "the address of Argo CD and a token that may read Applications",
    advice:
      "Set LOADLINE_ARGOCD_URL and LOADLINE_ARGOCD_API_TOKEN, or neither: then only callbacks tell how a sync went.",
  }),
  noPrometheus: (server: string, found: string, variable: string): Mistake => ({
    found: `the server ${server}, and ${found} in ${variable}`,
    wanted: `the address of that Prometheus in the environment variable ${variable}`,
    advice: `For example ${variable}=http://127.0.0.1:9090, and ${variable}_TOKEN where it wants one.`,
  }),
  noBearerToken: {
    found: "characters that no header can carry",
    wanted: "a bearer token",
    advice: "Set it to the token alone, one line.",
  },
} as const;
