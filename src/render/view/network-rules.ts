import type { RenderInput } from "../input.ts";
import { selectorOf } from "./identity.ts";
import { listeningPort } from "./launch.ts";

/** Addresses that are not on the internet: a download needs none of them, and the node's metadata service is one. */
const LINK_LOCAL_V4 = "169.254.0.0/16";
const LINK_LOCAL_V6 = "fe80::/10";
const PRIVATE_V4 = ["10.0.0.0/8", "100.64.0.0/10", LINK_LOCAL_V4, "172.16.0.0/12", "192.168.0.0/16"];
const PRIVATE_V6 = ["fc00::/7", LINK_LOCAL_V6];

/** Every public address, and no private one. */
export const INTERNET = [
  { cidr: "0.0.0.0/0", except: PRIVATE_V4 },
  { cidr: "::/0", except: PRIVATE_V6 },
];

/** Wherever a name leads that a company gave its own server: private addresses too, the node's metadata service not. */
export const ANYWHERE = [
  { cidr: "0.0.0.0/0", except: [LINK_LOCAL_V4] },
  { cidr: "::/0", except: [LINK_LOCAL_V6] },
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
