import { GITHUB } from "../../mistakes/github.ts";
import type { AppWorld } from "../../ports/app-world.ts";
import type { CodeHost, Written } from "../../ports/code-host.ts";
import { OutsideError } from "../../ports/failure.ts";
import type { OpenPull } from "../../ports/pull-request.ts";

/** A write that GitHub refuses for good is not tried again, and must not pass unseen: it ends among the failed work. */
export class RefusedWrite extends OutsideError {
  constructor(detail: string, advice: string) {
    super("GitHub", GITHUB.refusedWrite(detail.replace(/\.+$/, ""), advice), false);
    this.name = "RefusedWrite";
  }
}

/** Throws where a write was refused. A conversation that is locked or gone is no fault of the installation. */
export function insist<Outcome extends Written | { readonly kind: "unchanged" | "outdated" }>(outcome: Outcome): void {
  if (outcome.kind === "permission" || outcome.kind === "invalid") {
    throw new RefusedWrite(outcome.detail, outcome.advice);
  }
}

type About = Readonly<{ host: Pick<CodeHost, "repository">; pull: Pick<OpenPull, "number" | "head"> }>;

export const REFUSED_WRITES = "refused-write/";

const keyOf = ({ host, pull }: About): string => `${REFUSED_WRITES}${host.repository}#${pull.number}`;

/** This head's review may not be written: it is not looked for again until somebody pushes or asks. */
export const rememberRefused = ({ memory }: AppWorld, about: About): Promise<void> =>
  memory.write(keyOf(about), about.pull.head.sha);

export const wasRefused = async ({ memory }: AppWorld, about: About): Promise<boolean> =>
  (await memory.read<string>(keyOf(about))) === about.pull.head.sha;
