import { describe, expect, it } from "vitest";
import type { Gpu, MatmulFormat } from "../../planner/domain/gpu.ts";
import { gpus } from "../../planner/gpus/index.generated.ts";
import { factsIn, isIsoDate } from "../support/facts.ts";

/** Formats from wide to narrow; the second must not be slower than the first. */
const narrowing: readonly (readonly [MatmulFormat, MatmulFormat])[] = [
  ["fp16", "fp8"],
  ["bf16", "fp8"],
  ["fp8", "fp4"],
  ["fp16", "int8"],
];

/** Hardware that breaks the rule, and why that is no typing error. */
const slowerWhenNarrow: Readonly<Record<string, string>> = {
  "b300-sxm6 int8": "Blackwell Ultra gave its int8 units up for fp4: 307 sparse TOPS on the data sheet",
};

describe.each(Object.entries(gpus))("%s", (id, gpu: Gpu) => {
  it("has a source and a date for every number", () => {
    const facts = factsIn(gpu);
    expect(facts.length).toBeGreaterThanOrEqual(6);
    for (const { path, fact } of facts) {
      expect(fact.source.trim(), path).not.toBe("");
      expect(isIsoDate(fact.seen), `${path}: ${fact.seen}`).toBe(true);
      expect(fact.value, path).toBeGreaterThan(0);
      expect(fact.value, path).toBeLessThan(Number.POSITIVE_INFINITY);
    }
  });

  it("is never slower in a narrower format", () => {
    for (const [wide, narrow] of narrowing) {
      const [slow, fast] = [gpu.matmul[wide], gpu.matmul[narrow]];
      if (slow === undefined || fast === undefined || `${id} ${narrow}` in slowerWhenNarrow) continue;
      expect(fast.value, `${narrow} against ${wide}`).toBeGreaterThanOrEqual(slow.value);
    }
  });

  it("shows a process within 10 % of the memory printed on the box, and not more", () => {
    const share = gpu.memoryUsable.value / gpu.memoryNominal.value;
    expect(share).toBeGreaterThanOrEqual(0.9);
    expect(share).toBeLessThanOrEqual(1);
  });

  it("multiplies in fp16, and in bf16 at the same rate where it can", () => {
    expect(gpu.matmul.fp16?.value).toBeGreaterThan(0);
    if (gpu.matmul.bf16 !== undefined) expect(gpu.matmul.bf16.value).toBe(gpu.matmul.fp16?.value);
  });

  it("has links slower than its own memory", () => {
    expect(gpu.hostLink.value).toBeLessThan(gpu.bandwidth.value);
    expect(gpu.peerLink?.value ?? 0).toBeLessThan(gpu.bandwidth.value);
  });
});

it("has the GPUs that are promised by name", () => {
  expect(Object.keys(gpus)).toEqual(
    expect.arrayContaining(
      "t4 l4 a10 a10g l40s a100-pcie-40gb a100-pcie-80gb a100-sxm4-40gb a100-sxm4-80gb h100-pcie h100-sxm5 h200-sxm5 b200-sxm6 b300-sxm6 mi300x rtx-4090 rtx-pro-6000-server".split(
        " ",
      ),
    ),
  );
});

it("knows that a T4 has neither bf16 nor fp8", () => {
  expect(gpus.t4.matmul.bf16).toBeUndefined();
  expect(gpus.t4.matmul.fp8).toBeUndefined();
});

it("excuses only hardware that exists and that really is slower", () => {
  for (const excuse of Object.keys(slowerWhenNarrow)) {
    const [id = "", format = ""] = excuse.split(" ");
    const gpu: Gpu | undefined = gpus[id as keyof typeof gpus];
    const narrow = gpu?.matmul[format as MatmulFormat];
    expect(narrow?.value, excuse).toBeLessThan(gpu?.matmul.fp16?.value ?? 0);
  }
});
