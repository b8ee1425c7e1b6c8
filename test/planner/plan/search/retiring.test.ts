import { expect, it } from "vitest";
import { NO_QUOTA } from "../../../../planner/domain/index.ts";
import { machineKinds } from "../../../../planner/plan/search/enumerate.ts";
import { screen } from "../../../../planner/plan/search/screen.ts";
import { hfEndpoints } from "../../../../planner/platforms/hf-endpoints.ts";
import { deployment, history, question } from "../question.ts";

const space = { quota: NO_QUOTA, weights: null, minReplicas: 1, sharesNodes: false } as const;

it("nobody is sent to machines that their owner gives up: they are left out, and said so, where that is", () => {
  const on = (region: string) => ({
    ...deployment,
    platform: { ...deployment.platform, name: "hf-endpoints", region, instance: "nvidia-l40s-x1" },
  });
  const rented = (region: string) =>
    machineKinds(on(region)).flatMap(({ instances }) => instances.map(([instance]) => instance));
  expect(rented("aws").filter((instance) => /h100|b200/.test(instance))).toEqual([]);
  expect(rented("aws")).toContain("nvidia-h200-x1");
  expect(rented("gcp")).toContain("nvidia-h100-x1");
  const { unknown } = screen(question({ deployment: on("aws") }), history().workload, {
    ...{ ...space, tunesEngine: false, tunesScaling: false },
  });
  expect(unknown).toContainEqual({
    kind: "refused",
    message: "nvidia-h100 and nvidia-b200 of aws are deprecated on hf-endpoints: not for new deployments",
  });
  for (const family of Object.values(hfEndpoints.retiring.value).flat()) {
    expect(Object.keys(hfEndpoints.shapes).some((instance) => instance.startsWith(`${family}-`))).toBe(true);
  }
});
