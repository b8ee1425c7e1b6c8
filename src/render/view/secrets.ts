import type { RenderInput, View } from "../input.ts";
import { servesBuiltImage } from "./built-image.ts";
import { identityView } from "./identity.ts";
import { launchOf } from "./launches.ts";

/** Where the Secret is mounted, one file for each of its keys. */
const FOLDER = "/secrets";

/** The Hugging Face token by the name that stands in every example. */
const HUB_TOKEN = "hf-token";

/** The key that a gateway traces with: `langsmith`, `langsmith-key`. */
export const isTracingKey = (name: string): boolean => name.startsWith("langsmith");

/** The Secret that External Secrets fills: one for a deployment, with the name of each of its secrets as a key. */
export const secretName = ({ deployment }: RenderInput): string => `${deployment.name}-secrets`;

export const hasSecrets = (input: RenderInput): boolean => secretsOf(input).length > 0;

/** A model that lies in the image is not downloaded: its pods are not given the token. */
export const secretsOf = (input: RenderInput) =>
  input.deployment.access.secrets.filter(({ name }) => name !== HUB_TOKEN || !servesBuiltImage(input));

/** Data of `kubernetes/external-secret.yaml.hbs`. */
export function externalSecretView(input: RenderInput): View {
  return {
    ...identityView(input, "config"),
    name: secretName(input),
    hasMark: false,
    mark: null,
    secrets: secretsOf(input).map(({ name, store, key }) => ({
      ...{ secretKey: name, remoteKey: key, store, storeKind: input.settings.kubernetes.secretStore },
    })),
  };
}

/**
 * How secrets reach the server. All of them are files. A program that reads no file gets its secret as a variable as
 * well: `vllm-api-key` becomes VLLM_API_KEY. Only the Hugging Face token has a variable for the path of its file
 * (HF_TOKEN_PATH), and only where the engine downloads through huggingface_hub: no child process inherits it then.
 */
export function secretsView(input: RenderInput) {
  // The gateway's key is no business of the server.
  const isOfGateway = (name: string) => input.deployment.gateway !== null && isTracingKey(name);
  const names = secretsOf(input).flatMap(({ name }) => (isOfGateway(name) ? [] : [name]));
  const isFile = (name: string) => name === HUB_TOKEN && launchOf(input).readsTokenFile;
  return {
    hasSecrets: names.length > 0,
    secretName: secretName(input),
    secretFolder: FOLDER,
    secretVariables: names
      .filter((name) => !isFile(name))
      .map((name) => ({
        ...{ variable: variableOf(name), secret: secretName(input), key: name },
      })),
    secretPaths: names.filter(isFile).map((name) => ({ variable: "HF_TOKEN_PATH", file: `${FOLDER}/${name}` })),
  };
}

/** `vllm-api-key` becomes VLLM_API_KEY; no variable begins with a digit. */
export function variableOf(name: string): string {
  const word = name.toUpperCase().replaceAll(/[^A-Z0-9]/g, "_");
  return /^\d/.test(word) ? `_${word}` : word;
}
