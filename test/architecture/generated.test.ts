import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { staleFiles } from "../../.github/scripts/generate.ts";
import { constantName, generate } from "../../.github/scripts/generated-files.ts";

const repository = resolve(fileURLToPath(import.meta.url), "../../..");
const gpuIndex = "planner/gpus/index.generated.ts";

describe("generated indexes and reference pages", () => {
  it("are what folders, commands and schemas say (else: npm run generate)", async () => {
    expect(await staleFiles(repository)).toEqual([]);
  });

  it("do not depend on the order in which the disk lists files", () => {
    const names = ["t4.ts", "l4.ts", "a10.ts", "a100-pcie-40gb.ts", "l40s.ts"];
    const there = [...generate({ gpus: names })];
    const back = [...generate({ gpus: [...names].reverse() })];
    expect(back).toEqual(there);
  });

  it("leave out templates, indexes, generated files and prose", () => {
    const text = generate({
      gpus: ["_template.ts", "index.generated.ts", "index.ts", "README.md", "lookup.ts", "l4.ts"],
    }).get(gpuIndex);
    expect(text?.match(/^import \{/gm)).toHaveLength(1);
    expect(text).toContain('import { l4 } from "./l4.ts";');
  });

  it("give an empty room an empty record and a union of nothing", () => {
    const files = generate({});
    expect(files.get(gpuIndex)).toContain("gpus: Readonly<Record<GpuId, Gpu>> = {};");
    expect(files.get("planner/domain/ids.generated.ts")).toContain("export type GpuId = never;");
  });

  it("quote the ids that need it and name constants in camelCase", () => {
    expect(generate({ gpus: ["rtx-4090.ts", "l4.ts"] }).get(gpuIndex)).toContain('{\n  l4,\n  "rtx-4090": rtx4090,\n}');
    expect(constantName("a100-sxm4-80gb")).toBe("a100Sxm480gb");
    expect(constantName("qwen2.5-7b")).toBe("qwen257b");
  });

  it("refuse two files whose exports would have one name", () => {
    expect(() => generate({ gpus: ["a-1.ts", "a1.ts"] })).toThrow(/a-1.*a1|a1.*a-1/);
  });
});
