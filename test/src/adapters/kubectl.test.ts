import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { kubectl } from "../../../src/adapters/kubectl.ts";
import { answerOf } from "../../../src/adapters/kubectl-answer.ts";
import { OutsideError } from "../../../src/ports/failure.ts";
import { type Admission, apiServer } from "../../fakes/api-server.ts";
import { temporaryFolder } from "../../support/command.ts";

const config = (name: string) => ({ apiVersion: "v1", kind: "ConfigMap", metadata: { name }, data: {} });

/** kubectl's environment with one context, the server at `url`. */
function contextOf(url: string): Readonly<Record<string, string | undefined>> {
  const file = join(temporaryFolder(), "config");
  const clusters = [{ name: "c", cluster: { server: url } }];
  const contexts = [{ name: "c", context: { cluster: "c", user: "u" } }];
  const users = [{ name: "u", user: {} }];
  const context = { apiVersion: "v1", kind: "Config", clusters, contexts, users, "current-context": "c" };
  writeFileSync(file, JSON.stringify(context));
  return { PATH: process.env["PATH"], HOME: temporaryFolder(), KUBECONFIG: file };
}

const missing = spawnSync("kubectl", ["version", "--client"]).status === 0 ? "" : "SKIPPED: no kubectl; ";

describe.skipIf(missing !== "")(`${missing}the server, asked by kubectl`, () => {
  it("is asked for a strict dry run that changes nothing, and accepts", async () => {
    const server = await apiServer(() => null);
    expect(await kubectl(contextOf(server.url)).ask(config("good"))).toEqual({ kind: "accepted" });
    expect(server.queries).toHaveLength(1);
    expect(Object.fromEntries(new URLSearchParams(server.queries[0]))).toMatchObject({
      dryRun: "All",
      fieldValidation: "Strict",
    });
  });

  it.each<[what: string, ReturnType<Admission>, answer: object]>([
    [
      "a field nobody knows",
      {
        code: 400,
        message: "failed to create typed patch object (x; /v1, Kind=ConfigMap): .dta.b: field not declared in schema",
      },
      { kind: "refused", path: ["dta", "b"], message: expect.stringMatching(/^the API server refuses it: failed to/) },
    ],
    [
      "an impossible value",
      { code: 422, message: 'ConfigMap "x" is invalid: data[0].name: Invalid value: "A B": no' },
      { kind: "refused", path: ["data", 0, "name"], message: expect.stringMatching(/Invalid value/) },
    ],
    [
      "a namespace that is not there yet",
      { code: 404, message: 'namespaces "new" not found' },
      { kind: "uncheckable", reason: "the server has no namespace `new` yet" },
    ],
  ])("says so of %s", async (_what, refusal, answer) => {
    const server = await apiServer(() => refusal);
    expect(await kubectl(contextOf(server.url)).ask(config("x"))).toEqual(answer);
  });

  it("that does not answer is an outside failure, worth another try", async () => {
    const asked = kubectl(contextOf("http://127.0.0.1:1")).ask(config("x"));
    await expect(asked).rejects.toMatchObject({ system: "kubectl", retryable: true });
  });
});

describe("what kubectl says", () => {
  const manifest = {
    metadata: { labels: { "a.b/c": "x y" } },
    spec: { ports: [{ port: 1 }, { port: 80 }], template: { spec: { containers: [{ name: "b" }, { name: "a" }] } } },
  };
  const said = (stderr: string) => answerOf({ code: 1, stderr }, manifest);

  it.each([
    ["(d/c; /v1, Kind=ConfigMap): .dataa: field not declared in schema", ["dataa"]],
    [
      "(d/c; apps/v1, Kind=Deployment): .spec.replicas: expected numeric (int or float), got string",
      ["spec", "replicas"],
    ],
    [
      '(d/c; apps/v1, Kind=Deployment): .spec.template.spec.containers[name="a"].imagee: field not declared in schema',
      ["spec", "template", "spec", "containers", 1, "imagee"],
    ],
    ['(d/c; /v1, Kind=Service): .spec.ports: duplicate entries for key [port=80,protocol="TCP"]', ["spec", "ports"]],
    [
      '(d/c; /v1, Kind=Service): .spec.ports[port=80,protocol="TCP"].nam: field not declared in schema',
      ["spec", "ports", 1, "nam"],
    ],
    [
      '(d/c; /v1, Kind=Service): .spec.ports[port=7,protocol="TCP"].nam: field not declared in schema',
      ["spec", "ports"],
    ],
  ])("failed to create typed patch object %s: a refusal, with its place", (words, path) => {
    expect(said(`Error from server: failed to create typed patch object ${words}`)).toMatchObject({
      kind: "refused",
      path,
    });
  });

  it.each([
    [
      'The Namespace "r" is invalid: metadata.labels[a.b/c]: Invalid value: "x y": a valid',
      ["metadata", "labels", "a.b/c"],
    ],
    [
      'The Service "s" is invalid: \n* spec.ports[0].port: Invalid value: 0: must be between 1 and 65535\n* spec.ports[0].name: Required value',
      ["spec", "ports", 0, "port"],
    ],
    ["error: resource name may not be empty", []],
    [
      "Error from server: failed to convert new object (d/c; /v1, Kind=Pod) to proper version: quantities must match the regular expression",
      [],
    ],
  ])("%s: one, too", (stderr, path) => {
    expect(said(stderr)).toMatchObject({ kind: "refused", path });
  });

  it.each([
    [
      'error: resource mapping not found for name: "a" namespace: "" from "STDIN": no matches for kind "W" in version "v/v1"',
      [],
    ],
    [
      'Error from server (BadRequest): error when creating "STDIN": strict decoding error: unknown field "spec.a[2].b"',
      ["spec", "a", 2, "b"],
    ],
    ['Error from server (Forbidden): error when creating "STDIN": admission webhook "p" denied the request: no', []],
    ['Error from server (Forbidden): pods "a" is forbidden: violates PodSecurity "restricted:latest"', []],
  ])("%s: a refusal", (stderr, path) => {
    expect(said(stderr)).toMatchObject({
      kind: "refused",
      path,
      message: expect.stringMatching(/^the API server refuses it: [^e]/),
    });
  });

  it.each([
    ["error: current-context is not set", false],
    ["Unable to connect to the server: dial tcp: i/o timeout", true],
    ['Error from server (Forbidden): configmaps "a" is forbidden: User "u" cannot patch resource "configmaps"', false],
    ["", false],
  ])("%s: no answer of the server's", (stderr, retryable) => {
    expect(() => said(stderr)).toThrow(OutsideError);
    expect(() => said(stderr)).toThrow(retryable ? /Trying again may help/ : /Trying again will not help/);
  });

  it("is not asked where there is no kubectl", async () => {
    const asked = kubectl({ PATH: temporaryFolder() }).ask(config("x"));
    await expect(asked).rejects.toThrow(/kubectl: the program was not found; install it/);
  });
});
