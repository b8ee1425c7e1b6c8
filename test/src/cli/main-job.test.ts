import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { configRepository, MODEL } from "../../support/config-repository.ts";
import { sharedLoadline as loadline } from "../../support/many-commands.ts";
import { sharedFolder, titled } from "../../support/shared.ts";

describe("the main job", () => {
  const shared = sharedFolder("data/traces/azure-llm-2023");
  it.skipIf(shared === null)(titled("plans on the Azure conversation trace (19,366 requests)", shared), async () => {
    const folder = configRepository({
      model: MODEL.replace(', start: "2026-11-11T00:00:00Z"', "").replace("maxReplicas: 6", "maxReplicas: 12"),
    });
    const plan = await loadline(
      folder,
      "plan",
      "models/chat.yaml",
      "--traffic",
      join(shared ?? "", "conv.csv"),
      "--json",
      "--now",
      "2026-11-25",
    );
    const { deployments } = JSON.parse(plan.stdout) as { deployments: Record<string, never>[] };
    expect(deployments[0]).toMatchObject({
      traffic: { history: { format: expect.stringMatching(/azure/), requests: 19_366 } },
    });
    expect(deployments[0]?.["cost"]).toMatchObject({ monthlyUsd: { p50: expect.any(Number) } });
    expect(deployments[0]?.["latency"]).toMatchObject({ ttftMs: { p95: expect.any(Number) } });
    // Less than a day of history: seasonality is assumed, so the verdict is at best a warning.
    expect(["warn", "block"]).toContain(deployments[0]?.["verdict"]);
  });
});
