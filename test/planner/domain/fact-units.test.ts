import { describe, expect, it } from "vitest";
import { factText, unitOfFact } from "../../../planner/index.ts";

describe("a fact in a sentence", () => {
  it.each([
    ["memory usable", 23_650_000_000, "memory usable = 22.03 GiB"],
    ["bandwidth", 300_000_000_000, "bandwidth = 300 GB/s"],
    ["matmul bf16", 121_000_000_000_000, "matmul bf16 = 121 tera-operations/s"],
    ["power", 300, "power = 300 W"],
    ["node", { p50: 100, p99: 360 }, "node = p50 100 s, p99 360 s"],
    ["server gib", 3, "server = 3 GiB"],
    ["limit over request", 1.25, "limit over request = 1.25"],
    ["basis", "measured", "basis = measured"],
  ])("%s says its unit once", (name, value, text) => {
    expect(factText(name, value)).toBe(text);
  });

  it("has the unit that the list of facts shows", () => {
    expect(unitOfFact("memory usable")).toBe("bytes");
    expect(unitOfFact("limit over request")).toBe("");
  });
});
