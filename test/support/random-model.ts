import { closeSync, openSync, writeSync } from "node:fs";
import { stream } from "../../planner/index.ts";

/** A Llama of random weights: it says nothing, but it takes as long as one that does. Lengths are elements. */
export interface RandomModel {
  readonly layers: number;
  readonly hidden: number;
  readonly intermediate: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly vocabulary: number;
  readonly maxPositions: number;
}

/** Writes the model as a GGUF file of version 3 (github.com/ggml-org/ggml docs/gguf.md), matrices in 16-bit floats. */
export function writeRandomModel(path: string, model: RandomModel): void {
  const tensors = tensorsOf(model);
  const file = openSync(path, "w");
  try {
    const header = headerOf(metadataOf(model), tensors);
    writeSync(file, header);
    writeSync(file, new Uint8Array(padding(header.byteLength)));
    for (const tensor of tensors) {
      const bytes = tensor.isMatrix ? randomHalves(elementsIn(tensor)) : ones(elementsIn(tensor));
      writeSync(file, bytes);
      writeSync(file, new Uint8Array(padding(bytes.byteLength)));
    }
  } finally {
    closeSync(file);
  }
}

interface Tensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** Matrices are of 16-bit floats, vectors of 32-bit ones. */
  readonly isMatrix: boolean;
}

function tensorsOf({ layers, hidden, intermediate, heads, kvHeads, vocabulary }: RandomModel): readonly Tensor[] {
  const matrix = (name: string, ...shape: readonly number[]): Tensor => ({
    name: `${name}.weight`,
    shape,
    isMatrix: true,
  });
  const norm = (name: string): Tensor => ({ name: `${name}.weight`, shape: [hidden], isMatrix: false });
  const keys = (hidden / heads) * kvHeads;
  const layer = (index: number) => [
    norm(`blk.${index}.attn_norm`),
    matrix(`blk.${index}.attn_q`, hidden, hidden),
    matrix(`blk.${index}.attn_k`, hidden, keys),
    matrix(`blk.${index}.attn_v`, hidden, keys),
    matrix(`blk.${index}.attn_output`, hidden, hidden),
    norm(`blk.${index}.ffn_norm`),
    matrix(`blk.${index}.ffn_gate`, hidden, intermediate),
    matrix(`blk.${index}.ffn_up`, hidden, intermediate),
    matrix(`blk.${index}.ffn_down`, intermediate, hidden),
  ];
  return [
    matrix("token_embd", hidden, vocabulary),
    ...Array.from({ length: layers }, (_, index) => layer(index)).flat(),
    norm("output_norm"),
    matrix("output", hidden, vocabulary),
  ];
}

const elementsIn = ({ shape }: Tensor): number => shape.reduce((product, length) => product * length, 1);
const bytesIn = (tensor: Tensor): number => elementsIn(tensor) * (tensor.isMatrix ? 2 : 4);

const ALIGNMENT = 32;
const padding = (bytes: number): number => (ALIGNMENT - (bytes % ALIGNMENT)) % ALIGNMENT;

type Value =
  | string
  | { readonly u32: number }
  | { readonly i32: number }
  | { readonly f32: number }
  | { readonly list: readonly Value[] };

/** 256 tokens of a byte each behind three control tokens, then words that nobody says. */
function metadataOf(model: RandomModel): ReadonlyMap<string, Value> {
  const { layers, hidden, intermediate, heads, kvHeads, vocabulary, maxPositions } = model;
  const control = ["<unk>", "<s>", "</s>"];
  const bytes = Array.from({ length: 256 }, (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`);
  const tokens = [...control, ...bytes];
  const words = Array.from({ length: vocabulary - tokens.length }, (_, index) => `▁w${index}`);
  const kinds = [2, 3, 3, ...bytes.map(() => 6), ...words.map(() => 1)];
  const count = (u32: number): Value => ({ u32 });
  return new Map<string, Value>([
    ["general.architecture", "llama"],
    ["general.name", "random"],
    ["general.file_type", count(1)],
    ["llama.context_length", count(maxPositions)],
    ["llama.embedding_length", count(hidden)],
    ["llama.block_count", count(layers)],
    ["llama.feed_forward_length", count(intermediate)],
    ["llama.attention.head_count", count(heads)],
    ["llama.attention.head_count_kv", count(kvHeads)],
    ["llama.attention.layer_norm_rms_epsilon", { f32: 1e-5 }],
    ["llama.rope.dimension_count", count(hidden / heads)],
    ["llama.vocab_size", count(vocabulary)],
    ["tokenizer.ggml.model", "llama"],
    ["tokenizer.ggml.tokens", { list: [...tokens, ...words] }],
    ["tokenizer.ggml.scores", { list: kinds.map((_, index) => ({ f32: -index })) }],
    ["tokenizer.ggml.token_type", { list: kinds.map((i32) => ({ i32 })) }],
    ["tokenizer.ggml.bos_token_id", count(1)],
    ["tokenizer.ggml.eos_token_id", count(2)],
    ["tokenizer.ggml.unknown_token_id", count(0)],
  ]);
}

function headerOf(metadata: ReadonlyMap<string, Value>, tensors: readonly Tensor[]): Uint8Array {
  const parts: Uint8Array[] = [new TextEncoder().encode("GGUF"), u32(3), u64(tensors.length), u64(metadata.size)];
  for (const [key, value] of metadata) parts.push(text(key), u32(kindOf(value)), encoded(value));
  let offset = 0;
  for (const tensor of tensors) {
    const { name, shape, isMatrix } = tensor;
    parts.push(text(name), u32(shape.length), ...shape.map(u64), u32(isMatrix ? 1 : 0), u64(offset));
    offset += bytesIn(tensor) + padding(bytesIn(tensor));
  }
  return Buffer.concat(parts);
}

const KIND = { u32: 4, i32: 5, f32: 6, string: 8, list: 9 } as const;

function kindOf(value: Value): number {
  if (typeof value === "string") return KIND.string;
  if ("u32" in value) return KIND.u32;
  if ("i32" in value) return KIND.i32;
  return "f32" in value ? KIND.f32 : KIND.list;
}

function encoded(value: Value): Uint8Array {
  if (typeof value === "string") return text(value);
  if ("u32" in value) return u32(value.u32);
  if ("i32" in value) return new Uint8Array(Int32Array.of(value.i32).buffer);
  if ("f32" in value) return new Uint8Array(Float32Array.of(value.f32).buffer);
  const [first = ""] = value.list;
  return Buffer.concat([u32(kindOf(first)), u64(value.list.length), ...value.list.map(encoded)]);
}

const u32 = (value: number): Uint8Array => new Uint8Array(Uint32Array.of(value).buffer);
const u64 = (value: number): Uint8Array => new Uint8Array(BigUint64Array.of(BigInt(value)).buffer);

function text(value: string): Uint8Array {
  const bytes = new TextEncoder().encode(value);
  return Buffer.concat([u64(bytes.byteLength), bytes]);
}

const ones = (count: number): Uint8Array => new Uint8Array(new Float32Array(count).fill(1).buffer);

/** Half floats between 2^-6 and 2^-5 of either sign: about the spread that weights begin with. A block of them, repeated. */
function randomHalves(count: number): Uint8Array {
  const chance = stream(1, `weights ${count}`);
  const exponent = 9 << 10;
  const block = Uint16Array.from({ length: 65_521 }, () => {
    const bits = Math.floor(chance.next() * 2048);
    return ((bits & 1024) << 5) | exponent | (bits & 1023);
  });
  const values = new Uint16Array(count);
  for (let at = 0; at < count; at += block.length) values.set(block.subarray(0, count - at), at);
  return new Uint8Array(values.buffer);
}
