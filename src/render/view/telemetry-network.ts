import type { RenderInput, View } from "../input.ts";
import { besideView } from "./identity.ts";
import { ANYWHERE, CILIUM_DNS, DNS, serverPeer } from "./network-rules.ts";

/** Data of `kubernetes/otel-network-policy.yaml.hbs`: what runs beside it may send, and it asks the server and tells one address. */
export function otelNetworkPolicyView(input: RenderInput): View {
  const { serverPort, ...peer } = serverPeer(input);
  const { namespace, host, port } = destinationOf(input);
  return {
    ...besideView(input, "otel", "config"),
    ...peer,
    ...DNS,
    isInCluster: namespace !== null,
    destination: namespace,
    port,
    blocks: isAddress(host) ? [{ cidr: `${host}/32`, except: [] }] : ANYWHERE,
  };
}

/** Data of `kubernetes/otel-cilium-network-policy.yaml.hbs`. */
export function otelCiliumNetworkPolicyView(input: RenderInput): View {
  const { namespace, host, port } = destinationOf(input);
  return {
    ...besideView(input, "otel", "config"),
    ...serverPeer(input),
    ...CILIUM_DNS,
    ownNamespace: input.deployment.namespace,
    // One of three: a namespace of this cluster, an address, a name.
    namespaces: namespace === null ? [] : [namespace],
    addresses: namespace === null && isAddress(host) ? [{ block: `${host}/32`, port: String(port) }] : [],
    names: namespace === null && !isAddress(host) ? [{ host, port: String(port) }] : [],
  };
}

interface Destination {
  /** Of a Service in this cluster; null elsewhere. */
  readonly namespace: string | null;
  readonly host: string;
  readonly port: number;
}

/** `http://collector.observability.svc:4318` is in the cluster, and so is `http://collector.observability:4318`: nobody sends to the
 *  internet in the clear. `https://otlp.example.com` is not. */
function destinationOf({ settings }: RenderInput): Destination {
  const text = settings.telemetry?.otlp ?? "";
  const url = URL.canParse(text) ? new URL(text) : null;
  const host = url?.hostname ?? "";
  const usual = url?.protocol === "http:" ? 80 : 443;
  const isPlain = url?.protocol === "http:" && !isAddress(host);
  const full = /^[^.]+\.([^.]+)\.svc(?:\.cluster\.local)?\.?$/.exec(host);
  const short = isPlain ? /^[^.]+\.([^.]+)$/.exec(host) : null;
  const namespace = (full ?? short)?.[1] ?? null;
  return { namespace, host, port: url === null || url.port === "" ? usual : Number(url.port) };
}

const isAddress = (host: string): boolean => /^\d{1,3}(\.\d{1,3}){3}$/.test(host);
