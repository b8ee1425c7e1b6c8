import type { Architecture } from "../domain/model.ts";
import { models } from "./index.generated.ts";

/** The catalogue's ids of all models of one shape, how long their contexts may be apart. */
export const idsOfShape = (architecture: Architecture): readonly string[] => byShape.get(textOf(architecture)) ?? [];

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
