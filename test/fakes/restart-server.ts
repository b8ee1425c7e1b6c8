import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** A request for an object, as a Role would have to allow it. */
export interface Access {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
  readonly body: unknown;
}

const VERBS = ["get", "list", "patch", "watch"];
const RESOURCES = [
  { name: "deployments", singularName: "deployment", namespaced: true, kind: "Deployment", verbs: VERBS },
  { name: "daemonsets", singularName: "daemonset", namespaced: true, kind: "DaemonSet", verbs: VERBS },
];
const APPS = { groupVersion: "apps/v1", version: "v1" };
const DISCOVERY: Readonly<Record<string, unknown>> = {
  "/api": { kind: "APIVersions", versions: ["v1"] },
  "/apis": {
    ...{ kind: "APIGroupList", apiVersion: "v1" },
    groups: [{ name: "apps", versions: [APPS], preferredVersion: APPS }],
  },
  "/api/v1": { kind: "APIResourceList", groupVersion: "v1", resources: [] },
  "/apis/apps/v1": { kind: "APIResourceList", groupVersion: "apps/v1", resources: RESOURCES },
};

/** As much of a Kubernetes API server as restarting a workload needs. Notes every access that is not discovery. */
export async function restartServer(): Promise<{ readonly url: string; readonly accesses: Access[] }> {
  const accesses: Access[] = [];
  const server = createServer((request, response) => {
    answer(request, response, accesses).catch(() => response.destroy());
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, accesses };
}

async function answer(request: IncomingMessage, response: ServerResponse, accesses: Access[]): Promise<void> {
  const { pathname } = new URL(request.url ?? "/", "http://127.0.0.1");
  const found = DISCOVERY[pathname];
  if (found !== undefined) return send(response, 200, found);
  const object = /^\/apis\/apps\/v1\/namespaces\/([^/]+)\/([^/]+)(?:\/([^/]+))?$/.exec(pathname);
  if (object === null) return send(response, 404, { kind: "Status", status: "Failure", code: 404 });
  const [, namespace = "", resource = "", name = ""] = object;
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const text = Buffer.concat(parts).toString("utf8");
  const verb = { GET: name === "" ? "list" : "get", PATCH: "patch" }[request.method ?? ""] ?? String(request.method);
  accesses.push({ verb, group: "apps", resource, namespace, name, body: text === "" ? null : JSON.parse(text) });
  const kind = RESOURCES.find((one) => one.name === resource)?.kind;
  const template = { metadata: { labels: { app: "a" } }, spec: { containers: [{ name: "a", image: "b" }] } };
  const spec = { selector: { matchLabels: { app: "a" } }, template };
  return send(response, 200, { apiVersion: "apps/v1", kind, metadata: { name, namespace, uid: "1" }, spec });
}

function send(response: ServerResponse, code: number, body: unknown): void {
  response.writeHead(code, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}
