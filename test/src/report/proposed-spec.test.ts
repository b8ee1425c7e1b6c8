import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { type ModelDeployment, type Scaling, seconds } from "../../../planner/index.ts";
import { readModelDeployment } from "../../../src/config/index.ts";
import { proposedSpec, proposedYaml } from "../../../src/report/proposed-spec.ts";
import { smallDeployment, deployment as whole } from "../config/examples.ts";

const read = (text: string): ModelDeployment => readModelDeployment(text, "m.yaml").value;

const OWN_SHAPE = whole
  .replace(
    "    maxContext: 16384",
    `    maxContext: 16384
    architecture:
      layers: 24
      hidden: 2048
      intermediate: 5632
      heads: 16
      kvHeads: 4
      vocabulary: 32000
      maxPositions: 32768
      bias: qkv
      slidingWindow: { tokens: 4096, layers: 12 }
      moe: { experts: 8, expertsPerToken: 2, expertIntermediate: 1024 }`,
  )
  .replace("engine: { name: vllm, ", "engine: { name: vllm@0.15, calibration: calibrations/support.yaml, ");

const files: readonly (readonly [string, string])[] = [
  ["every key", whole],
  ["the least there can be", smallDeployment],
  ["a shape and a calibration of its own, and a version beside the image", OWN_SHAPE],
  ["an image without a version", whole.replace("vllm/vllm-openai:v0.15.1", "registry.example.com/vllm:latest")],
  ["a schedule by the calendar alone", whole.replace("mode: keda", "mode: scheduled").replace("10h", "36900s")],
];

/** The file with the proposed sections in the place of its own, as somebody would paste them. */
function pasted(text: string, base: ModelDeployment, proposed: ModelDeployment): ModelDeployment {
  const { spec, ...head } = parse(text) as { spec: Record<string, unknown> };
  const written = Object.keys(proposedSpec(base, proposed));
  const kept = Object.fromEntries(Object.entries(spec).filter(([section]) => !written.includes(section)));
  const own = stringify(kept, { compat: "yaml-1.1" });
  const sections = `${proposedYaml(base, proposed)}${own}`.replace(/^\{\}\n/gm, "");
  return read(`${stringify(head)}spec:\n${sections.replace(/^(?=.)/gm, "  ")}`);
}

type Elastic = Exclude<Scaling, { mode: "fixed" }>;

const target = fc.constantFrom<Elastic["target"]>(
  null,
  { metric: "requests-running", value: 12 },
  { metric: "kv-use", value: 0.8 },
);

const headroom = fc.constantFrom(0, 0.1, 1 / 3, 1.5, 2.75);

const entry = fc.record({
  cron: fc.constant("0 7 * * 1-5"),
  timezone: fc.constantFrom("UTC", "Europe/Berlin"),
  duration: fc.constantFrom(seconds(43_200), seconds(5400), seconds(90), seconds(0.25)),
  minReplicas: fc.integer({ min: 1, max: 4 }),
});

const scaling: fc.Arbitrary<Scaling> = fc.oneof(
  fc.record({ mode: fc.constant("fixed" as const), replicas: fc.integer({ min: 1, max: 50 }), headroom }),
  fc.record({
    mode: fc.constantFrom("hpa" as const, "keda" as const, "scheduled" as const),
    minReplicas: fc.integer({ min: 1, max: 4 }),
    maxReplicas: fc.integer({ min: 4, max: 9 }),
    headroom,
    target,
    schedule: fc.array(entry, { minLength: 1, maxLength: 2 }),
  }),
);

const limit = fc.option(fc.integer({ min: 1, max: 4096 }));

/** What a search may change. */
const change = fc.record({
  model: fc.record({
    weights: fc.constantFrom("bf16" as const, "fp8" as const, "awq-int4" as const, null),
    kvCache: fc.constantFrom("auto" as const, "fp8" as const),
    revision: fc.constantFrom(null, "0e9e39f", "12e5", "1234567", "true", "0x1f", "null", "main", "1_000"),
  }),
  engine: fc.record({ maxSequences: limit, maxBatchedTokens: limit, gpuMemoryUtilization: fc.constantFrom(null, 0.9) }),
  platform: fc.record({
    instance: fc.constantFrom("g6.xlarge", "l4-4cpu-16gib", "gpu_1x_a10", "1e3"),
    tensorParallel: fc.constantFrom(1, 2, 8),
    capacity: fc.constantFrom("on-demand" as const, "spot" as const),
    region: fc.constantFrom("us-east-1", "all"),
  }),
  scaling,
});

describe("the sections of a proposal", () => {
  it.each(files)("give back exactly the proposed deployment: %s", (_name, text) => {
    const base = read(text);
    fc.assert(
      fc.property(change, ({ model, engine, platform, scaling }) => {
        const proposed: ModelDeployment = {
          ...base,
          model: { ...base.model, ...model },
          engine: { ...base.engine, ...engine },
          platform: { ...base.platform, ...platform },
          scaling,
        };
        expect(pasted(text, base, proposed)).toEqual(proposed);
      }),
      { numRuns: 60 },
    );
  });

  it.each(files)("are none where nothing changes: %s", (_name, text) => {
    const base = read(text);
    expect(proposedSpec(base, base)).toEqual({});
    expect(pasted(text, base, base)).toEqual(base);
  });

  it("leave out what the file does not say", () => {
    const base = read(smallDeployment);
    const more = { ...base, scaling: { mode: "fixed" as const, replicas: 3, headroom: 0 } };
    expect(proposedYaml(base, more)).toBe("scaling:\n  mode: fixed\n  replicas: 3\n");
  });
});
