import type { Finding, ModelDeployment } from "../domain/index.ts";
import { findModel, nearestModels } from "../models/lookup.ts";

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

/** What to say of a deployment whose model has neither an entry in the catalogue nor a shape of its own; null = it has one. */
export const missingModel = ({ model: { id, architecture } }: Pick<ModelDeployment, "model">): string | null =>
  architecture === null && findModel(id) === null ? unknownModelText(unknownModelFinding(id)) : null;

/** The same where one sentence has to do. */
export const unknownModelText = ({ message, action }: Finding): string => `${message}. ${action.replace(/\.$/, "")}`;
