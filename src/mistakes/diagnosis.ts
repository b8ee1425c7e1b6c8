type Words = Readonly<{ found: string; advice: string }>;

/** What `doctor` finds wrong with an installation: what there is, and what mends it. */
export const DIAGNOSIS = {
  systemFails: (found: string): Words => ({
    found,
    advice: "Mend that system, or what the environment says about it.",
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
  mayNotWrite: (repository: string): Words => ({
    found: `the App may not write to ${repository}`,
    advice: `Install the App on ${repository} with contents: write.`,
  }),
  noBranch: (repository: string, branch: string): Words => ({
    found: `${repository} has no branch ${branch}`,
    advice: "Create it, or correct gitops.branch.",
  }),
} as const;

const notArrived = (lost: number, all: number, statuses: readonly number[]): string =>
  `${lost} of the last ${all} did not arrive (${statuses.join(", ")})`;
