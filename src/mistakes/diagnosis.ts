import type { Problem } from "../ports/failure.ts";

type Words = Readonly<{ found: string; advice: string }>;

/** What `doctor` finds wrong with an installation: what there is, and what mends it. */
export const DIAGNOSIS = {
  systemFails: (found: string): Words => ({
    found,
    advice: "Mend that system, or what the environment says about it.",
  }),
  mistaken: ({ file, line, at, found, advice }: Problem): Words => ({
    found: `${[file, line].filter((part) => part !== null).join(":")}${at === "" ? "" : `, ${at}`}: ${found}`,
    advice,
  }),
  cannotAsk: (found: string): Words => ({ found, advice: "Check what the environment says about it." }),
  permissionsMissing: (names: readonly string[]): Words => ({
    found: `lack ${names.join(", ")}`,
    advice: "Grant them on the App's settings page; owners must then accept the change.",
  }),
  eventsMissing: (names: readonly string[]): Words => ({
    found: `lack ${names.join(", ")}`,
    advice: "Subscribe to them on the App's settings page, under Permissions & events.",
  }),
  noHook: (wanted: string): Words => ({
    found: "has no address",
    advice: `Set it to ${wanted} on the App's settings page.`,
  }),
  otherHook: (found: string, wanted: string): Words => ({
    found: `goes to ${found}`,
    advice: `Set it to ${wanted} on the App's settings page.`,
  }),
  hookElsewhere: (found: string, publicUrl: string, wanted: string): Words => ({
    found: `goes to ${found}, LOADLINE_PUBLIC_URL is ${publicUrl}`,
    advice: `Set it to ${wanted} on the App's settings page, or correct LOADLINE_PUBLIC_URL.`,
  }),
  /** `lost` of the last `all`, answered with these statuses. */
  unsigned: (lost: number, all: number, statuses: readonly number[]): Words => ({
    found: notArrived(lost, all, statuses),
    advice: "WEBHOOK_SECRET here and the secret at GitHub differ: set both to the same.",
  }),
  lost: (lost: number, all: number, statuses: readonly number[]): Words => ({
    found: notArrived(lost, all, statuses),
    advice: "Check that GitHub can reach the address, and the log of loadline serve; a sweep asks for them again.",
  }),
  notInstalled: {
    found: "the App is installed nowhere",
    advice: "Install it on the repositories it shall look at.",
  },
  noneServed: (accounts: readonly string[]): Words => ({
    found: `LOADLINE_ACCOUNTS leaves out everybody who installed the App: ${accounts.join(", ")}`,
    advice: "Add the accounts that it shall serve to LOADLINE_ACCOUNTS.",
  }),
  suspended: (url: string): Words => ({
    found: "its owner suspended the App: nothing is looked at there",
    advice: `Its owner can take it up again${at(url)}.`,
  }),
  notAccepted: (account: string, names: readonly string[], url: string): Words => ({
    found: `${account} has not accepted ${names.join(", ")}`,
    advice: `Its owner can review the request${at(url)}; until then, what needs them is refused there.`,
  }),
  noMetrics: (said: string): Words => ({
    found: `does not understand a query that every Prometheus does: ${said}`,
    advice: "Set the address of one, up to what stands before /api/v1.",
  }),
  noAddress: (name: string, variable: string): Words => ({
    found: `the environment has no address for ${name}`,
    advice: `Set ${variable} for serve and every worker, and ${variable}_TOKEN where it wants a token.`,
  }),
  mayNotWrite: (repository: string): Words => ({
    found: `the App may not write to ${repository}`,
    advice: `Install the App on ${repository} with contents: write.`,
  }),
  noBranch: (repository: string, branch: string): Words => ({
    found: `${repository} has no branch ${branch}`,
    advice: "Create it, or correct gitops.branch.",
  }),
} as const;

const at = (url: string): string => (url === "" ? " in the settings of the account" : ` at ${url}`);

const notArrived = (lost: number, all: number, statuses: readonly number[]): string =>
  `${lost} of the last ${all} did not arrive (${statuses.join(", ")})`;
