import type { RenderInput } from "../input.ts";
import { selectorOf } from "./identity.ts";
import { listeningPort } from "./launch.ts";

/** Addresses that are not on the internet: a download needs none of them, and the node's metadata service is one. */
const PRIVATE_V4 = ["10.0.0.0/8", "100.64.0.0/10", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16"];
const PRIVATE_V6 = ["fc00::/7", "fe80::/10"];

/** Every public address, and no private one. */
export const INTERNET = [
  { cidr: "0.0.0.0/0", except: PRIVATE_V4 },
  { cidr: "::/0", except: PRIVATE_V6 },
];

/** Who answers questions of names. NodeLocal DNSCache listens at the same address on each node of every cluster. */
const DNS_APPS = ["kube-dns", "node-local-dns"];

/** The same for a CiliumNetworkPolicy, where NodeLocal DNSCache comes behind a local redirect policy, which leads to its pods. */
export const CILIUM_DNS = { dnsApps: DNS_APPS };
export const DNS = { dnsApps: DNS_APPS, nodeLocalDns: "169.254.20.10/32" };

/** The model server, as pods beside it reach it. Cilium knows ports by number: a port's name costs a policy for each pod. */
export const serverPeer = (input: RenderInput) => ({
  server: selectorOf(input),
  serverPort: String(listeningPort(input)),
});
