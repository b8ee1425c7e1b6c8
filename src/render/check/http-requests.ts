import { isRecord } from "../record.ts";
import type { Complaint } from "../yaml/readings.ts";
import { parsedJson } from "./json.ts";
import { kindOf } from "./pods.ts";
import { at, complain, type Rule, type Spot, show, textOf } from "./spot.ts";

const HUGGING_FACE = "https://api.endpoints.huggingface.cloud/";
/** A reference that provider-http fills in, and nothing beside it. */
const REFERENCE = /^\{\{ [^:{}\s]+:[^:{}\s]+:[^:{}\s]+ \}\}$/;

/** What Crossplane would send to Hugging Face, and Hugging Face refuse; and what must not stand in Git. */
export const httpRequests: Rule = (manifest) => {
  if (kindOf(manifest) !== "http.m.crossplane.io/v1alpha2 Request") return [];
  const payload = at(manifest, "spec", "forProvider", "payload");
  const isOurs = textOf(at(payload, "baseUrl"))?.startsWith(HUGGING_FACE) ?? false;
  return isOurs ? endpoint(at(payload, "body")) : [];
};

function endpoint(spot: Spot): readonly Complaint[] {
  const text = textOf(spot);
  if (text === null) return [];
  const value = parsedJson(text);
  if (value instanceof SyntaxError) return [complain(spot, `is not JSON: ${show(value.message)}`)];
  if (!isRecord(value)) return [complain(spot, "is not an endpoint: an object with `name` and `compute` is wanted")];
  return [...nameFault(value), ...scalingFault(value), ...secretFaults(value)].map((message) =>
    complain(spot, message),
  );
}

/** OpenAPI of api.endpoints.huggingface.cloud, Endpoint.name. */
function nameFault({ name }: Readonly<Record<string, unknown>>): readonly string[] {
  const fits = typeof name === "string" && /^[a-z0-9-]{1,32}$/.test(name);
  return fits ? [] : ["`name` is at most 32 lower-case letters, digits and -"];
}

function scalingFault({ compute }: Readonly<Record<string, unknown>>): readonly string[] {
  const scaling = isRecord(compute) ? compute["scaling"] : undefined;
  const [least, most] = isRecord(scaling) ? [scaling["minReplica"], scaling["maxReplica"]] : [undefined, undefined];
  if (typeof least !== "number" || typeof most !== "number") return ["`compute.scaling` needs its two bounds"];
  return least > most ? [`\`minReplica\` ${least} is above \`maxReplica\` ${most}`] : [];
}

function secretFaults({ model }: Readonly<Record<string, unknown>>): readonly string[] {
  const secrets = isRecord(model) && isRecord(model["secrets"]) ? model["secrets"] : {};
  return Object.entries(secrets)
    .filter(([, value]) => typeof value !== "string" || !REFERENCE.test(value))
    .map(([name]) => `\`model.secrets.${show(name)}\` holds a secret as text, where a reference is wanted`);
}
