import type { Gateway, ModelDeployment, Settings } from "../../../planner/index.ts";
import type { RenderInput } from "../../../src/render/input.ts";

export const gateway: Gateway = {
  kind: "langchain",
  image: `ghcr.io/acme/gateway:1.4.0@sha256:${"6b".repeat(32)}`,
  pins: { langchain: "0.2.17", "huggingface-hub": "0.24.7" },
  langsmith: null,
};
const otlp = "https://otlp.example.com";

/** Where a collector sends to, and what guards it. */
export const guarded = (settings: Settings, otlpAddress: string, networkPolicy: "kubernetes" | "cilium"): Settings => ({
  ...settings,
  kubernetes: { ...settings.kubernetes, networkPolicy },
  telemetry: { otlp: otlpAddress, image: null },
});

interface Basis {
  readonly settings: Settings;
  readonly varied: (change: { deployment: Partial<ModelDeployment> }) => RenderInput;
}

/** Deployments that differ in what stands around the model server. */
export function watched({ settings, varied }: Basis): Readonly<Record<string, RenderInput>> {
  const traced = varied({ deployment: { gateway: { ...gateway, langsmith: 0.01 } } });
  return {
    "a gateway that traces and a collector, with Cilium": {
      ...traced,
      settings: guarded(settings, "https://otlp.example.com:4318", "cilium"),
    },
    "an image with the model in it": varied({ deployment: { build: { registry: "ghcr.io/acme/chat" } } }),
    "an image in a registry of one's own": varied({
      deployment: { build: { registry: "registry.example:5000/ml/chat" } },
    }),
    "a gateway that traces, a collector, somebody to call": {
      ...varied({ deployment: { gateway: { ...gateway, langsmith: 0.01 } } }),
      settings: {
        ...settings,
        alerts: { pagerduty: { secret: "pagerduty", key: "routing-key" } },
        telemetry: { otlp, image: null },
      },
    },
    "a gateway without pins, and a collector of one's own": {
      ...varied({
        deployment: {
          gateway: { ...gateway, pins: {}, langsmith: 1 },
          access: { ingressFrom: [], secrets: [{ name: "langsmith-key", store: "vault", key: "k" }] },
        },
      }),
      settings: {
        ...settings,
        telemetry: { otlp: "http://collector.observability.svc:4318", image: "registry.example/otel:0.140.1" },
      },
    },
  };
}
