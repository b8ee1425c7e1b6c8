import type { Mistake } from "../ports/failure.ts";

const examples = "Examples: /loadline help.";
const pairs = "Write KEY=VALUE, for example `/loadline what-if traffic=2x replicas=3` or `engine.maxSequences=64`.";

/** What the App replies where it cannot or may not do what is asked. Texts come as Markdown, ids of commits short. */
export const COMMENT = {
  /** `meant` is the question that a misspelling is answered with, if it is one. */
  unknownCommand: (known: readonly string[], meant: string | null): Pick<Mistake, "advice"> => ({
    advice: meant ?? `There are: ${known.join(", ")}.`,
  }),
  nothingBehind: (command: string): Pick<Mistake, "advice"> => ({ advice: `${command} takes nothing after it.` }),
  noCommit: { advice: "Name the commit that you approve, as the comment shows it: `/loadline approve 9f3c2ab`." },
  nothingToChange: { found: "what to change", advice: pairs },
  noPair: { advice: pairs },
  notUnderstood: (found: string, advice: string): string => `I do not understand ${found}. ${advice}`,
  noFactor: (found: string): Mistake => ({
    found,
    wanted: "a factor above 0, at most 1000, such as 2x",
    advice: examples,
  }),
  noPath: (found: string): Mistake => ({
    found,
    wanted: "traffic, gpu, replicas, or a path below spec such as engine.maxSequences",
    advice: examples,
  }),
  noPlainValue: (found: string): Mistake => ({ found, wanted: "one plain value", advice: examples }),
  noReplicas: (found: string): Mistake => ({
    found,
    wanted: "a whole number from 1 to 99999",
    advice: examples,
  }),
  noGpu: (
    found: string,
    { platform, least }: { platform: string; least: number },
    known: readonly string[],
  ): Mistake => ({
    found,
    wanted: `a GPU of ${platform} with at least ${least} on one instance: ${known.join(", ")}`,
    advice: examples,
  }),
  cannotBeDone: (mistakes: readonly string[]): string =>
    `That cannot be done:\n\n${mistakes.map((text) => `- ${text}`).join("\n")}`,
  mayNotCommand: "Commands are for people who may write to this repository.",
  privateTraffic: "That asks for traffic of a Prometheus, which is not read for forks.",
  closedToReview: "This pull request is closed; reopen it to have it reviewed.",
  noDeployment: "This change touches no ModelDeployment.",
  closedToApprove: "This pull request is closed; there is nothing to approve.",
  fork: "Pull requests from forks cannot be approved. Somebody who may write here can push the same commit to a branch of this repository, and have it approved there.",
  fromFork:
    "From a fork: reviewed with what is public, and nothing of it is committed while it is open. Once it is merged here, it is deployed like any other merge.",
  otherHead: (named: string, head: string): string =>
    `Not approved: ${named} is not the head any more. It is ${head}; look at what changed, then approve that.`,
  notReviewed: (head: string): string => `Not approved: the review of ${head} is not done yet. Read it, then approve.`,
  nothingBlocks: "Nothing blocks this change; there is nothing to approve.",
  mayNotOverride: (login: string, findings: readonly string[]): string =>
    `Not approved: ${login} may not override ${findings.join(", ")}. \`approvers\` or \`policies.<id>.override\` of loadline.yaml on the base branch say who may.`,
  privateReview:
    "Traffic of this change is in a Prometheus, which is not asked for pull requests from forks: its numbers would be public. Somebody who may write here can push the same commit to a branch of this repository.",
  otherBranch: (into: string, deployed: string): string =>
    `It was merged into ${into}; only merges into the default branch, ${deployed}, are deployed.`,
  otherAccount: (repository: string, account: string): string =>
    `${repository} belongs to another account than this repository. Name one of ${account} in gitops.repository; whoever operates this App may allow both accounts in LOADLINE_ACCOUNTS.`,
  mayNotDeploy: (repository: string): string =>
    `The App is not installed on ${repository}, or may not write there. Install it, then write \`/loadline plan\`.`,
  mayNotPropose: (repository: string): string =>
    `gitops.mode is pull-request, and the App may not open any in ${repository}. Grant it Pull requests: write there, then write \`/loadline plan\`.`,
  nothingDeployed: "Nothing of this pull request was deployed by loadline, so there is nothing to bring back.",
} as const;
