import { describe, expect, it } from "vitest";
import { didYouMean, nearest } from "../../../src/config/nearest.ts";

describe("nearest", () => {
  const keys = ["minReplicas", "maxReplicas", "headroom", "target", "mode"];

  it.each([
    ["minReplica", ["minReplicas", "maxReplicas"]],
    ["headrom", ["headroom"]],
    ["tagret", ["target"]],
    ["MODE", ["mode"]],
    ["max", ["maxReplicas"]],
    ["zzz", []],
    ["", []],
    ["m".repeat(1000), []],
  ])("%s", (word, expected) => {
    expect(nearest(word, keys, 2)).toEqual(expected);
  });

  it("gives at most as many as asked, best first", () => {
    expect(nearest("maxReplicass", keys, 1)).toEqual(["maxReplicas"]);
  });

  it("counts a swap of neighbours as one mistake", () => {
    expect(nearest("etx", ["ext", "abc"], 3)).toEqual(["ext"]);
  });

  it("asks in words", () => {
    expect(didYouMean("taget", keys)).toBe('Did you mean "target"?');
    expect(didYouMean("zzz", keys)).toBeNull();
  });
});
