import { describe, expect, it } from "vitest";
import { defaultSettings, readSettings } from "../../../src/config/index.ts";
import { type Mistake, settings, summaries, withMistake } from "./examples.ts";

describe("Settings", () => {
  it("are read and normalised", () => {
    expect(readSettings(settings, "loadline.yaml").value).toEqual({
      models: ["teams/*/models/*.yaml"],
      gitops: { repository: "acme/delivery", branch: "release/live", path: "apps", mode: "pull-request" },
      clusters: [
        { name: "blue", server: "https://10.0.0.1:6443", default: true },
        { name: "green", server: "https://green.example.com", default: false },
      ],
      defaults: { region: "eu-central-1" },
      budget: { monthlyUsd: 900 },
      engineering: null,
      quota: { gpus: { l4: 8, "h100-sxm5": 0 }, instances: { "p5.48xlarge": 1 } },
      policies: {
        "image-digest": { severity: "off", override: [] },
        "gpu-memory-headroom": { severity: "blocking", override: ["ana"] },
      },
      approvers: ["ana", "bo-b"],
      comment: { mode: "off", threshold: { monthlyUsd: 5, percent: 0.02 } },
      prometheus: { main: {}, second: {} },
      argocd: { namespace: "cd", project: "models" },
      kubernetes: {
        networkPolicy: "cilium",
        secretStore: "SecretStore",
        monitoringNamespace: "prometheus",
        kubectlImage: "registry.example.com/kubectl:1.34",
        devicePluginRestart: { every: 604_800, namespace: "kube-system", daemonSet: "nvidia-device-plugin-daemonset" },
      },
      alerts: { pagerduty: { secret: "pagerduty", key: "routing-key" } },
      telemetry: { otlp: "https://otlp.example.com", image: null },
    });
  });

  it("may say what running a deployment takes of people", () => {
    const text =
      "apiVersion: loadline.dev/v1alpha1\nkind: Settings\nengineering: { hoursPerMonth: 10, hourlyUsd: 90 }\n";
    const { engineering } = readSettings(text, "loadline.yaml").value;
    expect(engineering).toEqual({ hoursPerMonth: 10, hourlyUsd: 90 });
    expect(() => readSettings(text.replace("10", "0"), "loadline.yaml")).toThrow(/engineering.hoursPerMonth/);
  });

  it("of two lines are the defaults", () => {
    const text = "apiVersion: loadline.dev/v1alpha1\nkind: Settings\n";
    expect(readSettings(text, "loadline.yaml").value).toEqual(defaultSettings());
  });

  it.each<Mistake>([
    ['models: ["teams/*/models/*.yaml"]', "models: ¦[]", "models: Add one, or remove the key."],
    ["teams/*/models/*.yaml", "../*.yaml", "3:10 models[0]: Move the file below that folder: .. may not lead outside."],
    ["l4: 8", "¦l5: 8", 'quota.gpus.l5: Did you mean "l4"?'],
    ["l4: 8", "l4: ¦-1", "quota.gpus.l4: Write a number from 0 to 1000000000."],
    ["repository: acme/delivery", "repository: ¦../delivery", "gitops.repository: Write it like this: acme/gitops."],
    ["repository: acme/delivery", "repository: ¦acme/..", "gitops.repository: Write it like this: acme/gitops."],
    [
      "branch: release/live",
      "branch: ¦-f",
      "gitops.branch: Write a name that `git check-ref-format --branch` accepts.",
    ],
    [
      "branch: release/live",
      "branch: ¦a..b",
      "gitops.branch: Write a name that `git check-ref-format --branch` accepts.",
    ],
    [
      "path: apps",
      "path: ¦/apps",
      "gitops.path: Write the path from the folder that holds loadline.yaml, without a leading / or ~.",
    ],
    ["mode: pull-request", "mode: ¦pull", 'gitops.mode: Did you mean "pull-request"?'],
    ["name: green", "name: ¦blue", "clusters[1].name: Rename one of the two."],
    [
      "https://green.example.com",
      "http://green.example.com",
      "7:28 clusters[1].server: Write it like this: https://kubernetes.default.svc.",
    ],
    [
      "https://green.example.com",
      "https://user:secret@green.example.com",
      "7:28 clusters[1].server: Write it like this: https://kubernetes.default.svc.",
    ],
    ['green.example.com"', 'green.example.com", default: ¦true', "clusters[1].default: Remove `default: true` here."],
    ["severity: off", "severity: ¦false", 'policies.image-digest.severity: Write "off", in quotes.'],
    [
      "severity: off",
      "severity: ¦error",
      "policies.image-digest.severity: Write one of: off, notice, warning, blocking.",
    ],
    [
      "severity: off",
      "severity: ¦no",
      'policies.image-digest.severity: Put it in quotes if text is meant: "no", or false if that is meant.',
    ],
    ["  image-digest:", "  ¦Image_Digest:", 'policies.Image_Digest: Did you mean "image-digest"?'],
    ["  image-digest:", "  ¦stale-prices:", 'policies.stale-prices: Did you mean "stale-price"?'],
    ["approvers: [ana, bo-b]", 'approvers: [¦"@ana"]', "approvers[0]: Write it without the @: ana."],
    [
      "approvers: [ana, bo-b]",
      "approvers: ¦ana",
      'approvers: Write a list: [ … ], or one item a line that starts with "- ".',
    ],
    [
      "percent: 2%",
      "percent: ¦2",
      "comment.threshold.percent: Write 2% if percent is meant; a number without % is a fraction from 0 to 1.",
    ],
    [
      "main: {}",
      "main: { ¦url: https://x }",
      "prometheus.main.url: Addresses and tokens are the operator's, in the environment of `loadline serve`.",
    ],
    ["argocd:", "¦argo:", 'argo: Did you mean "argocd"?'],
  ])("%s → %s", (...mistake) => {
    const { text, expected } = withMistake(settings, mistake);
    expect(summaries(() => readSettings(text, "loadline.yaml"))).toEqual([expected]);
  });
});
