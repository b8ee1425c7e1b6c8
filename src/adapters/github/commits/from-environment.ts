import { InputError } from "../../../ports/failure.ts";
import type { GitOpsRepository } from "../../../ports/gitops.ts";
import type { RepositoryName } from "../../../ports/pull-request.ts";
import { openApi } from "../api.ts";
import { openPace, type PaceSettings } from "../pace.ts";
import { gitHubRepository } from "./repository.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** A repository at GitHub with the token of the environment, as the `gh` tool and GitHub Actions name it. */
export function repositoryFromEnvironment(
  name: RepositoryName,
  environment: Environment,
  settings: PaceSettings & { readonly version: string },
): GitOpsRepository {
  const token = environment["GH_TOKEN"]?.trim() || environment["GITHUB_TOKEN"]?.trim() || "";
  if (token === "") throw noToken(name);
  const [owner = "", repo = ""] = name.split("/");
  const say = async (): Promise<string> => token;
  const { now } = settings;
  const api = openApi(
    { baseUrl: baseUrlOf(environment), pace: openPace(settings), now, userAgent: `loadline/${settings.version}` },
    { read: say, write: say },
  );
  return gitHubRepository({ api, owner, repo });
}

/** Actions name their own server's address; an operator names the host. */
function baseUrlOf(environment: Environment): string {
  const given = environment["GITHUB_API_URL"]?.trim().replace(/\/+$/, "") ?? "";
  if (given !== "") return given;
  const host = environment["GHE_HOST"]?.trim() ?? "";
  return host === "" ? "https://api.github.com" : `${environment["GHE_PROTOCOL"]?.trim() || "https"}://${host}/api/v3`;
}

const noToken = (name: string): InputError =>
  new InputError([
    {
      ...{ file: "environment", line: null, column: null, at: "GITHUB_TOKEN", found: "nothing" },
      wanted: `a token that may write the contents of ${name}`,
      advice: "Set GITHUB_TOKEN or GH_TOKEN; `gh auth token` prints one. A path of a local clone needs none.",
    },
  ]);
