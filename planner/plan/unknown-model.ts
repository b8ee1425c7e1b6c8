import type { Finding } from "../domain/index.ts";
import { nearestModels } from "../models/lookup.ts";

/** Says that a model is not in the catalogue, and which names are nearest. */
export function unknownModelFinding(id: string): Finding {
  const nearest = nearestModels(id, 3);
  const near = nearest.length > 0 ? `Nearest known: ${nearest.join(", ")}. Otherwise d` : "D";
  return {
    id: "unknown-model",
    severity: "blocking",
    path: ["spec", "model", "id"],
    message: `${id} is not a model of the catalogue`,
    action: `${near}escribe its shape in spec.model.architecture.`,
  };
}

/** The same where one sentence has to do. */
export const unknownModelText = ({ message, action }: Finding): string => `${message}. ${action.replace(/\.$/, "")}`;
