import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Architecture, Model } from "../../planner/domain/model.ts";
import { activeParameterCount, parameterCount } from "../../planner/domain/parameters.ts";
import { models } from "../../planner/models/index.generated.ts";
import { factsIn, isIsoDate } from "../support/facts.ts";
import { sharedFolder, titled } from "../support/shared.ts";

/** Models whose stated count is a rounded figure, with the error that rounding and what is left out may make. */
const rounded: Readonly<Record<string, number>> = {
  // The card prints 25.2B and 3.8B; the five global layers have another head shape.
  "google/gemma-4-26B-A4B": 0.015,
};

describe.each(Object.entries(models))("%s", (slug, model: Model) => {
  const { architecture } = model;

  it("is named after its id", () => {
    expect(slug).toBe(model.id.split("/").at(-1)?.toLowerCase());
  });

  it("gives the stated parameter counts from its shape", () => {
    const allowed = rounded[model.id] ?? 0.001;
    expect(relativeError(parameterCount(architecture), model.parameters.value)).toBeLessThanOrEqual(allowed);
    expect(relativeError(activeParameterCount(architecture), model.activeParameters)).toBeLessThanOrEqual(allowed);
    if (architecture.moe === null && architecture.visionParameters === undefined) {
      expect(relativeError(model.activeParameters, model.parameters.value)).toBeLessThan(1e-5);
    }
  });

  it("has a source and a date for its facts", () => {
    const facts = factsIn(model);
    expect(facts).toHaveLength(2);
    for (const { path, fact } of facts) {
      expect(fact.source.trim(), path).not.toBe("");
      expect(isIsoDate(fact.seen), path).toBe(true);
    }
  });

  it("has heads that can be shared out", () => {
    const { attention } = architecture;
    if (attention.kind === "latent") return expect(attention.heads).toBeGreaterThan(0);
    expect(attention.heads % attention.kvHeads).toBe(0);
    expect(attention.slidingWindow?.layers ?? 0).toBeLessThanOrEqual(architecture.layers);
  });

  it("routes to no more experts than it has", () => {
    const { moe } = architecture;
    if (moe === null) return expect(model.activeParameters).toBeLessThanOrEqual(model.parameters.value);
    expect(moe.expertsPerToken).toBeLessThan(moe.experts);
    expect(moe.denseLayers).toBeLessThan(architecture.layers);
    expect(model.activeParameters).toBeLessThan(model.parameters.value);
  });

  it("has whole, positive lengths", () => {
    for (const length of lengthsOf(architecture)) expect(Number.isSafeInteger(length) && length > 0).toBe(true);
  });
});

it("gives no id or alias twice, in any letter case", () => {
  const ids = Object.values(models).flatMap((model) => [model.id, ...model.aliases].map((id) => id.toLowerCase()));
  const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
  expect(twice).toEqual([]);
});

const data = sharedFolder("data/models");

it.skipIf(data === null)(titled("has each model of the published list, with its KV size", data), () => {
  const listed = readFileSync(join(data ?? "", "models.jsonl"), "utf8")
    .trim()
    .split("\n");
  expect(listed.length).toBeGreaterThan(40);
  for (const line of listed) {
    const { id, kv_bytes_per_token_16bit: kvBytes } = JSON.parse(line);
    const model = Object.values(models).find((entry) => entry.id === id);
    expect(model, id).toBeDefined();
    if (model !== undefined) expect(2 * kvElementsPerToken(model.architecture), id).toBe(kvBytes);
  }
});

/** Keys and values of one token over all layers, sliding windows ignored: counted here a second time, on purpose. */
function kvElementsPerToken({ layers, attention }: Architecture): number {
  if (attention.kind === "latent") return layers * (attention.kvLoraRank + attention.ropeDim);
  return layers * 2 * attention.kvHeads * attention.headDim;
}

function lengthsOf(architecture: Architecture): number[] {
  const {
    tiedEmbeddings: _tied,
    gated: _gated,
    attention,
    moe: _moe,
    learnedPositions: _learned,
    builds: _builds,
    ...lengths
  } = architecture;
  return [...Object.values(lengths), attention.heads];
}

function relativeError(is: number, wanted: number): number {
  return Math.abs(is - wanted) / wanted;
}
