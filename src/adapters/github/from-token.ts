import { ENVIRONMENT } from "../../mistakes/environment.ts";
import { GITHUB } from "../../mistakes/github.ts";
import type { CodeHost } from "../../ports/code-host.ts";
import { type Environment, environmentError } from "../../ports/environment.ts";
import type { InputError } from "../../ports/failure.ts";
import { addressOf, graphqlAddress } from "./address.ts";
import { unlessRefused } from "./answers.ts";
import { type Api, openApi } from "./api.ts";
import { blobCache } from "./blob-cache.ts";
import { codeHost } from "./host/code-host.ts";
import type { Author } from "./host/desk.ts";
import { openPaces, type PaceSettings } from "./pace.ts";

const KEPT_BYTES = 64 * 2 ** 20;

/** Whom GITHUB_TOKEN of a workflow acts as. */
const ACTIONS = "github-actions[bot]";

/** The repository of a workflow, with the workflow's own token, an App's, or a person's. */
export async function hostFromToken(
  environment: Environment,
  { version, ...pace }: PaceSettings & { readonly version: string },
): Promise<CodeHost> {
  const token = required(environment, "GITHUB_TOKEN");
  const name = required(environment, "GITHUB_REPOSITORY");
  const [owner = "", repo = "", more] = name.split("/");
  if (owner === "" || repo === "" || more !== undefined) throw wrong("GITHUB_REPOSITORY", "no owner/name");
  const say = async (): Promise<string> => token;
  const baseUrl = addressOf(environment);
  const settings = {
    ...{ baseUrl, pace: openPaces(pace)("workflow"), now: pace.now, userAgent: `loadline/${version}` },
    tokenRefused: () => GITHUB.tokenNotAccepted,
  };
  const api = openApi(settings, { read: say, write: say });
  const author = heardOf((await loginOf(api, baseUrl)) ?? ACTIONS);
  return codeHost({ api, owner, repo, blobs: blobCache(KEPT_BYTES), author });
}

/** Under whose name the token writes. REST tells people only; GraphQL also bots, where it may be asked. */
async function loginOf(api: Api, baseUrl: string): Promise<string | null> {
  const route = `POST ${graphqlAddress(baseUrl)}`;
  const asked = await unlessRefused(() => api.request<Viewer>(route, { query: "query { viewer { login } }" }));
  const login = asked?.data?.viewer?.login;
  return login ?? (await unlessRefused(() => api.get<{ login?: string }>("GET /user")))?.login ?? null;
}

interface Viewer {
  readonly data?: { readonly viewer?: { readonly login?: string } | null } | null;
}

/** Whoever GitHub shows as the author of what was written is the author: the question before may have had no answer. */
function heardOf(first: string): Author {
  let login = first;
  return {
    get login() {
      return login;
    },
    appId: null,
    heard: (shown) => {
      login = shown;
    },
  };
}

function required(environment: Environment, name: string): string {
  const value = environment[name]?.trim() ?? "";
  if (value === "") throw wrong(name, "nothing");
  return value;
}

const wrong = (at: string, found: string): InputError => environmentError(at, ENVIRONMENT.noWorkflow(found));
