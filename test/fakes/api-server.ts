import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** What the server makes of an object that is sent to it for a dry run; null accepts it. */
export type Admission = (object: Record<string, unknown>) => { readonly code: number; readonly message: string } | null;

const VERBS = ["create", "get", "patch"];
const RESOURCES = [
  { name: "configmaps", singularName: "configmap", namespaced: true, kind: "ConfigMap", verbs: VERBS },
];
const PARAMETERS = ["dryRun", "fieldManager", "fieldValidation", "force"].map((name) => ({
  ...{ name, in: "query", schema: { type: "string" } },
}));
const DISCOVERY: Readonly<Record<string, unknown>> = {
  "/api": { kind: "APIVersions", versions: ["v1"] },
  "/apis": { kind: "APIGroupList", apiVersion: "v1", groups: [] },
  "/api/v1": { kind: "APIResourceList", groupVersion: "v1", resources: RESOURCES },
  "/openapi/v3": { paths: { "api/v1": { serverRelativeURL: "/openapi/v3/api/v1" } } },
  "/openapi/v3/api/v1": {
    openapi: "3.0.0",
    paths: {
      "/api/v1/namespaces/{namespace}/configmaps/{name}": {
        patch: {
          "x-kubernetes-group-version-kind": { group: "", version: "v1", kind: "ConfigMap" },
          parameters: PARAMETERS,
        },
      },
    },
  },
};

/** As much of a Kubernetes API server as a strict dry run of ConfigMaps needs, on a port of its own until the test ends.
 *  Returns its address and the queries of the dry runs that it was asked for. */
export async function apiServer(admission: Admission): Promise<{ readonly url: string; readonly queries: string[] }> {
  const queries: string[] = [];
  const server = createServer((request, response) => {
    answer(request, response, { admission, queries }).catch(() => response.destroy());
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, queries };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { admission, queries }: { admission: Admission; queries: string[] },
): Promise<void> {
  const url = new URL(request.url ?? "/", "http://127.0.0.1");
  if (request.method === "GET") {
    const found = DISCOVERY[url.pathname];
    return send(response, found ? 200 : 404, found ?? { kind: "Status", status: "Failure", code: 404 });
  }
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const object = JSON.parse(Buffer.concat(parts).toString("utf8")) as Record<string, unknown>;
  queries.push(url.search);
  const refusal = admission(object);
  if (refusal === null) return send(response, 200, object);
  const reason = refusal.code === 400 ? "BadRequest" : refusal.code === 404 ? "NotFound" : "Invalid";
  send(response, refusal.code, { kind: "Status", apiVersion: "v1", status: "Failure", reason, ...refusal });
}

function send(response: ServerResponse, code: number, body: unknown): void {
  response.writeHead(code, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}
