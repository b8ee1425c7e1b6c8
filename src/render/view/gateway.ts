import type { Gateway } from "../../../planner/index.ts";
import type { RenderInput, View } from "../input.ts";
import { besideName, besideView } from "./identity.ts";
import { isTracingKey, secretName } from "./secrets.ts";

/** Where the gateway listens. */
export const GATEWAY_PORT = 8080;
const FOLDER = "/etc/loadline";

/**
 * Run before the gateway: an image that was built with other packages than the file pins does not start. Written for
 * Python's own library, which every LangChain image has.
 */
const CHECK_PINS = [
  "import importlib.metadata, sys",
  "wrong = []",
  "for line in open(sys.argv[1]):",
  '    name, _, wanted = line.strip().partition("==")',
  "    if not name:",
  "        continue",
  "    try:",
  "        found = importlib.metadata.version(name)",
  "    except importlib.metadata.PackageNotFoundError:",
  '        found = "nothing"',
  "    if found != wanted:",
  '        wrong.append(f"{name}: {wanted} is pinned, the image has {found}")',
  'sys.exit("\\n".join(wrong) if wrong else 0)',
  "",
].join("\n");

/** Data of `kubernetes/gateway-config.yaml.hbs`. */
export function gatewayConfigView(input: RenderInput): View {
  const { selector, ...identity } = besideView(input, "gateway", "config");
  return { ...identity, constraints: `${pinned(gatewayOf(input)).join("\n")}\n`, check: CHECK_PINS };
}

/** Data of `kubernetes/gateway-deployment.yaml.hbs`. */
export function gatewayDeploymentView(input: RenderInput): View {
  const gateway = gatewayOf(input);
  const pins = pinned(gateway);
  return {
    ...besideView(input, "gateway", "workload"),
    // A pod does not notice that its ConfigMap has changed: the pins in its own template start it anew.
    podAnnotations: { "loadline/pins": pins.join(" ") },
    image: gateway.image,
    port: GATEWAY_PORT,
    hasPins: pins.length > 0,
    checkCommand: ["python3", `${FOLDER}/check_pins.py`, `${FOLDER}/constraints.txt`],
    folder: FOLDER,
    env: environment(input, gateway),
    isTraced: gateway.langsmith !== null,
    ...tracingKey(input),
  };
}

/** Data of `kubernetes/gateway-service.yaml.hbs`. */
export function gatewayServiceView(input: RenderInput): View {
  return besideView(input, "gateway", "workload");
}

function gatewayOf({ deployment }: RenderInput): Gateway {
  if (deployment.gateway === null) throw new Error("a deployment without a gateway");
  return deployment.gateway;
}

/** In the form of pip's constraints. */
function pinned({ pins }: Gateway): readonly string[] {
  return Object.entries(pins)
    .map(([name, version]) => `${name}==${version}`)
    .sort();
}

function environment(
  input: RenderInput,
  gateway: Gateway,
): readonly { readonly name: string; readonly value: string }[] {
  const { deployment, plan } = input;
  const address = `http://${deployment.name}.${deployment.namespace}.svc.cluster.local/v1`;
  const tracing = {
    LANGSMITH_TRACING: "true",
    LANGSMITH_TRACING_SAMPLING_RATE: String(gateway.langsmith),
    LANGSMITH_PROJECT: `${deployment.namespace}.${deployment.name}`,
  };
  const all = {
    HOME: "/tmp",
    MODEL_ID: plan.modelId,
    OPENAI_API_BASE: address,
    // The clients want a key, the engine asks for none: who may call is what the network policies say.
    OPENAI_API_KEY: "none",
    OPENAI_BASE_URL: address,
    PIP_CONSTRAINT: `${FOLDER}/constraints.txt`,
    PORT: String(GATEWAY_PORT),
    ...(gateway.langsmith === null ? { LANGSMITH_TRACING: "false" } : tracing),
    ...(input.settings.telemetry === null ? {} : telemetry(input)),
  };
  return Object.entries(all)
    .map(([name, value]) => ({ name, value }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function telemetry(input: RenderInput) {
  const { namespace } = input.deployment;
  return {
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://${besideName(input, "otel")}.${namespace}.svc.cluster.local:4318`,
    OTEL_SERVICE_NAME: besideName(input, "gateway"),
  };
}

/** The secret that the file names for LangSmith, which External Secrets fills in; else one by the usual name, of your own. */
function tracingKey(input: RenderInput): { readonly tracingSecret: string; readonly tracingKey: string } {
  const named = input.deployment.access.secrets.find(({ name }) => isTracingKey(name));
  if (named === undefined) return { tracingSecret: `${input.deployment.name}-langsmith`, tracingKey: "value" };
  return { tracingSecret: secretName(input), tracingKey: named.name };
}
