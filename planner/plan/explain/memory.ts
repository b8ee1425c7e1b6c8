import {
  type Architecture,
  type DeploymentForecast,
  type Explanation,
  parameterParts,
  type Reserve,
} from "../../domain/index.ts";
import { HOST_FACTS } from "../../memory/host.ts";
import { kvBytesPerToken, kvElementBytes } from "../../memory/kv-cache.ts";
import { WEIGHT_FORMATS, weightBytes } from "../../memory/weights.ts";
import type { Resolved } from "../resolve.ts";
import { calculated, given, stated } from "./node.ts";

/** Where the KV cache of a replica comes from, down to the model's shape and the card's memory. */
export function kvTokensExplained(resolved: Resolved): Explanation {
  const { memory } = resolved.plan;
  return calculated(
    "KV cache of one replica",
    [memory.kvTokens, "tokens"],
    ["blocks x tokens of a block", kvBlocksExplained(resolved), blockSize(resolved)],
  );
}

const blockSize = ({ plan, engine }: Resolved): Explanation =>
  given("tokens of a block", [plan.memory.blockSize, "tokens"], `default of ${engine.name} ${plan.engine.version}`);

export function kvBlocksExplained(resolved: Resolved): Explanation {
  const { plan } = resolved;
  const how = plan.memory.fits
    ? "room for keys and values / bytes of a block, whole blocks only, at least one sequence of full length"
    : "none, as the engine would not start: room for keys and values holds no sequence of full length, or it refuses";
  return calculated("blocks", [plan.memory.kvBlocks, "blocks"], [how, kvRoomExplained(resolved), blockBytes(resolved)]);
}

export function kvRoomExplained(resolved: Resolved): Explanation {
  const { gpu, plan } = resolved;
  const { parts } = plan.memory;
  const reserve = reserveOf(resolved);
  const inside = (["activation", "cudaGraphs", "nonTorch"] as const).filter((part) => reserve.insideShare[part]);
  const how = ["usable memory x share the engine may use - weights", ...inside.map((part) => NAMES[part])].join(" - ");
  return calculated(
    "room for keys and values, a GPU",
    [parts.kv, "bytes"],
    [
      how,
      stated(`usable memory of ${gpu.name}`, gpu.memoryUsable, "bytes"),
      given(
        "share the engine may use",
        [plan.limits.utilization, "fraction"],
        "spec.engine.gpuMemoryUtilization or the engine's default",
      ),
      weightsExplained(resolved),
      ...inside.map((part) => reservePart(resolved, reserve, part)),
    ],
  );
}

const NAMES = { activation: "activations", cudaGraphs: "CUDA graphs", nonTorch: "driver and libraries" } as const;

function reserveOf({ engine, plan, architecture, gpu }: Resolved): Reserve {
  return engine.reserve({
    ...{ architecture, gpu, tensorParallel: plan.gpusPerReplica, version: plan.engine.version, limits: plan.limits },
    ...{ weights: plan.weights, kvCache: plan.kvCache, maxContext: plan.maxContext },
  });
}

function reservePart({ engine, plan }: Resolved, reserve: Reserve, part: keyof typeof NAMES): Explanation {
  const law = `memory law of ${engine.name} ${plan.engine.version}`;
  return calculated(
    NAMES[part],
    [Math.round(reserve[part]), "bytes"],
    [
      `${law}, fitted to start-up logs (loadline facts --about ${plan.engine.name}): ${reserve.coverage.status}; ${reserve.coverage.why}`,
    ],
  );
}

export function weightsExplained({ architecture, plan }: Resolved): Explanation {
  const { weights, gpusPerReplica: gpus, memory } = plan;
  const matrices = weightBytes(architecture, weights, gpus);
  const parts = parameterParts(architecture);
  const total = Object.values(parts).reduce((sum, count) => sum + count, 0);
  const covers = {
    all: "all of them",
    linear: "the linear layers, the rest takes 2",
    experts: "the experts, the rest takes 2",
  };
  const format = WEIGHT_FORMATS[weights];
  return calculated(
    "weights, a GPU",
    [memory.parts.weights, "bytes"],
    [
      "matrices + table of rotations",
      calculated(
        "matrices",
        [Math.round(matrices), "bytes"],
        [
          "parameters x bytes a weight / GPUs of a replica; norms and routers on each GPU, key and value heads never split",
          calculated("parameters", [total, "number"], ["from the shape of the model"]),
          stated(`bytes a weight in ${weights}, of ${covers[format.covers]}`, format.bytesPerWeight, "number"),
          given("GPUs of a replica", [gpus, "number"], "spec.platform.tensorParallel"),
        ],
      ),
      calculated(
        "table of rotations",
        [Math.round(memory.parts.weights - matrices), "bytes"],
        ["sines and cosines of each position, which engines compute once and keep"],
      ),
    ],
  );
}

function blockBytes({ architecture, plan, engine }: Resolved): Explanation {
  const layers = engine.poolLayers(architecture, plan.engine.version);
  const token = kvBytesPerToken(architecture, plan.kvCache, plan.gpusPerReplica);
  const shares =
    layers === architecture.layers ? "" : ` x ${layers} of ${architecture.layers} layers that share the pool`;
  return calculated(
    "bytes of a block, a GPU",
    [(token * layers * plan.memory.blockSize) / architecture.layers, "bytes"],
    [`bytes of a token x tokens of a block${shares}`, tokenBytes(architecture, plan, token)],
  );
}

function tokenBytes(architecture: Architecture, plan: Resolved["plan"], value: number): Explanation {
  const { attention, layers } = architecture;
  const element = kvElementBytes(plan.kvCache);
  const latent = attention.kind === "latent";
  const how = latent
    ? `${layers} layers x (${attention.kvLoraRank} + ${attention.ropeDim}) x ${element} bytes: one compressed vector`
    : `${layers} layers x 2 (key and value) x ${Math.ceil(attention.kvHeads / plan.gpusPerReplica)} heads a GPU x ${attention.headDim} x ${element} bytes`;
  return calculated("bytes of a token, a GPU", [value, "bytes"], [how]);
}

/** What the pod asks of its node: what exit code 137 is about. */
export function hostExplained({ memory }: NonNullable<DeploymentForecast["plan"]>): Explanation {
  const facts = Object.entries(HOST_FACTS).map(([name, fact]) =>
    stated(
      name
        .replace(/([a-z])([A-Z])/g, "$1 $2")
        .toLowerCase()
        .replace(/ gib$/, ", GiB"),
      fact,
      "number",
    ),
  );
  return calculated(
    "host memory of a pod",
    [memory.host.request, "bytes"],
    [`server + a worker a GPU + a shard while it loads; the limit is ${memory.host.limit / 2 ** 20} MiB`, ...facts],
  );
}
