import { ENVIRONMENT } from "../../mistakes/environment.ts";
import { type Environment, environmentError } from "../../ports/environment.ts";

/** GitHub's API as the environment names it: GITHUB_API_URL, as in Actions, or GHE_HOST and GHE_PROTOCOL, as the App has them. */
export function addressOf(environment: Environment): string {
  const { GITHUB_API_URL: url, GHE_HOST: host, GHE_PROTOCOL: protocol } = environment;
  const [name, address] = url
    ? ["GITHUB_API_URL", url]
    : ["GHE_HOST", host ? `${protocol || "https"}://${host}/api/v3` : "https://api.github.com"];
  const parsed = URL.canParse(address) ? new URL(address) : null;
  const isPlain =
    parsed !== null && /^https?:$/.test(parsed.protocol) && parsed.username === "" && parsed.search === "";
  if (isPlain) return address.replace(/\/+$/, "");
  const example =
    name === "GHE_HOST" ? "a host name, such as github.example.com" : "an address such as https://api.github.com";
  throw environmentError(name, ENVIRONMENT.noGitHubAddress(example));
}

/** Where the same server takes GraphQL. */
export const graphqlAddress = (rest: string): string => `${rest.replace(/\/v3$/, "")}/graphql`;
