import { editDistance } from "../domain/edits.ts";
import type { Architecture, Model, WeightFormat } from "../domain/model.ts";
import { models } from "./index.generated.ts";

const byId: ReadonlyMap<string, Model> = new Map(
  Object.values(models).flatMap((model) => [model.id, ...model.aliases].map((id) => [id.toLowerCase(), model])),
);

/** The catalogue's model for a Hugging Face id, in any letter case and by any alias; null = unknown. A build in fewer bits under
 *  the same owner has the same shape, whether or not its id is listed. */
export function findModel(id: string): Model | null {
  const wanted = id.toLowerCase();
  const named = namedFormats.find(({ pattern }) => pattern.test(wanted));
  const plain = named === undefined ? wanted : wanted.replace(named.pattern, "");
  return byId.get(wanted) ?? byId.get(plain) ?? null;
}

/** The `n` known ids that take the fewest edits to reach from `id`, nearest first; none where half of it would have to change. An id
 *  without its owner is compared with names alone. */
export function nearestModels(id: string, n: number): string[] {
  const wanted = id.toLowerCase();
  // Without its owner, or with its slash forgotten.
  const apart = (key: string) => {
    const whole = editDistance(wanted, key);
    return wanted.includes("/") ? whole : Math.min(whole, editDistance(wanted, key.slice(key.indexOf("/") + 1)));
  };
  return [...byId]
    .map(([key, model]) => ({ id: spelling(key, model), edits: apart(key) }))
    .filter(({ edits }) => edits <= wanted.length / 2)
    .sort((a, b) => a.edits - b.edits || (a.id < b.id ? -1 : 1))
    .slice(0, n)
    .map((near) => near.id);
}

/** Format of the weights published under exactly this id: a quantised build says so in its name. Null = unknown model. */
export function publishedWeights(id: string): WeightFormat | null {
  const model = findModel(id);
  if (model === null) return null;
  const named = namedFormats.find(({ pattern }) => pattern.test(id));
  return named?.format ?? model.publishedWeights;
}

const namedFormats: readonly { readonly pattern: RegExp; readonly format: WeightFormat }[] = [
  { pattern: /-fp8(-dynamic)?$/i, format: "fp8" },
  { pattern: /-(nvfp4|fp4)$/i, format: "nvfp4" },
  { pattern: /-awq(-int4)?$/i, format: "awq-int4" },
  { pattern: /(-gptq-int4|w4a16)$/i, format: "gptq-int4" },
  { pattern: /(-gptq-int8|w8a8)$/i, format: "int8" },
];

function spelling(key: string, model: Model): string {
  return [model.id, ...model.aliases].find((id) => id.toLowerCase() === key) ?? model.id;
}

/** The catalogue's ids of all models of one shape, how long their contexts may be apart. */
export function idsOfShape(architecture: Architecture): readonly string[] {
  const known = idsOf.get(architecture) ?? byShape.get(textOf(architecture)) ?? [];
  idsOf.set(architecture, known);
  return known;
}

/** A search asks about one architecture thousands of times. */
const idsOf = new WeakMap<Architecture, readonly string[]>();

/** The same text for the same values, in whichever order they were written down. */
const textOf = ({ maxPositions: _longest, ...shape }: Architecture): string =>
  JSON.stringify(shape, (_, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );

const byShape: ReadonlyMap<string, readonly string[]> = new Map(
  [...Map.groupBy(Object.values(models), ({ architecture }) => textOf(architecture))].map(([shape, own]) => [
    shape,
    own.map(({ id }) => id),
  ]),
);
