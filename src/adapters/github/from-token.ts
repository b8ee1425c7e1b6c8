import { ENVIRONMENT } from "../../mistakes/environment.ts";
import type { CodeHost } from "../../ports/code-host.ts";
import { type Environment, environmentError } from "../../ports/environment.ts";
import type { InputError } from "../../ports/failure.ts";
import { addressOf } from "./address.ts";
import { openApi } from "./api.ts";
import { blobCache } from "./blob-cache.ts";
import { codeHost } from "./host/code-host.ts";
import { openPaces, type PaceSettings } from "./pace.ts";

const KEPT_BYTES = 64 * 2 ** 20;

/** Whom GITHUB_TOKEN of a workflow acts as, on github.com. */
const ACTIONS = { id: 15_368, slug: "github-actions" };

/** The repository of a workflow, with the workflow's own token. */
export function hostFromToken(
  environment: Environment,
  { version, ...pace }: PaceSettings & { readonly version: string },
): CodeHost {
  const token = required(environment, "GITHUB_TOKEN");
  const name = required(environment, "GITHUB_REPOSITORY");
  const [owner = "", repo = "", more] = name.split("/");
  if (owner === "" || repo === "" || more !== undefined) throw wrong("GITHUB_REPOSITORY", "no owner/name");
  const say = async (): Promise<string> => token;
  const settings = {
    baseUrl: addressOf(environment),
    pace: openPaces(pace)("workflow"),
    now: pace.now,
    userAgent: `loadline/${version}`,
  };
  return codeHost({
    api: openApi(settings, { read: say, write: say }),
    owner,
    repo,
    blobs: blobCache(KEPT_BYTES),
    app: appOf(environment),
  });
}

/** A workflow may act as an App of its own; then it says which. */
function appOf(environment: Environment): { readonly id: number; readonly slug: string } {
  const slug = environment["LOADLINE_APP_SLUG"]?.trim() ?? "";
  const id = Number(environment["APP_ID"]);
  return slug !== "" && Number.isInteger(id) ? { id, slug } : ACTIONS;
}

function required(environment: Environment, name: string): string {
  const value = environment[name]?.trim() ?? "";
  if (value === "") throw wrong(name, "nothing");
  return value;
}

const wrong = (at: string, found: string): InputError => environmentError(at, ENVIRONMENT.noWorkflow(found));
