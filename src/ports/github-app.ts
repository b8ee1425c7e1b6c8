import type { Probot } from "probot";
import type { CodeHosts } from "./code-host.ts";
import type { GitOpsRepository } from "./gitops.ts";
import type { RepositoryName } from "./pull-request.ts";

/** A webhook whose signature is right. */
export interface Webhook {
  readonly id: string;
  readonly event: string;
  readonly payload: unknown;
}

/** How the App stands in GitHub's books. */
export interface Registration {
  readonly slug: string;
  readonly permissions: Readonly<Record<string, string>>;
  readonly events: readonly string[];
  /** Where webhooks go; "" where nowhere, null where GitHub does not say. */
  readonly hookUrl: string | null;
  /** The last hundred webhooks, newest first; null where GitHub does not list them. */
  readonly deliveries: readonly { readonly status: number; readonly at: string }[] | null;
}

/** An account that installed the App. */
export interface InstalledOn {
  readonly account: string;
  /** Where its owner sees what the App may do; "" where GitHub does not say. */
  readonly url: string;
  /** What the owner has granted, which may be less than the App asks for by now. */
  readonly permissions: Readonly<Record<string, string>>;
  readonly isSuspended: boolean;
  /** False: the operator leaves it out. */
  readonly isServed: boolean;
  repositories(): Promise<readonly RepositoryName[]>;
}

/** The App as GitHub knows it. */
export interface GitHubApp {
  readonly hosts: CodeHosts;
  installations(): Promise<readonly InstalledOn[]>;
  /** A repository to commit to, with a token for that alone; null: the App is not installed there, or may not write. */
  gitops(repository: RepositoryName): Promise<GitOpsRepository | null>;
  /** Compares in constant time. */
  isSigned(body: string, signature: string): Promise<boolean>;
  /** Registers what shall become of webhooks. */
  load(app: (probot: Probot) => void): Promise<void>;
  /** Resolves once the handlers that were loaded are through. */
  receive(webhook: Webhook): Promise<void>;
  registration(): Promise<Registration>;
  /** Throws `OutsideError` where GitHub does not answer, or does not know the App by its key. */
  check(): Promise<void>;
  /** Asks GitHub to send again what it could not deliver since then. Returns how many. */
  redeliverFailed(since: Date): Promise<number>;
}
