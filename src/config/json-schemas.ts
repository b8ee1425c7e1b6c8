import * as z from "zod";
import { calibrationSchema } from "./calibration-schema.ts";
import { modelDeploymentSchema } from "./model-deployment-schema.ts";
import { ID_MARK } from "./names.ts";
import { scenarioSchema } from "./scenario-schema.ts";
import { settingsSchema } from "./settings.ts";

/** Ids that the catalogue knows; editors then complete them. */
export interface KnownIds {
  readonly gpu: readonly string[];
  readonly platform: readonly string[];
}

/** Where the schemas say they live. */
export const SCHEMA_BASE = "https://loadline.dev/schemas";

/** The JSON Schemas (2020-12) of the input formats, by name, as the `schema` command prints them. */
export function jsonSchemas(known: KnownIds | null = null): Record<string, object> {
  const version = "v1alpha1";
  return {
    modeldeployment: inputSchema(modelDeploymentSchema(), known, {
      $id: `${SCHEMA_BASE}/${version}/modeldeployment.json`,
      title: "ModelDeployment",
      description: "One model server: model, engine, platform, scaling, traffic, targets and budget.",
    }),
    settings: inputSchema(settingsSchema(), known, {
      $id: `${SCHEMA_BASE}/${version}/settings.json`,
      title: "Settings",
      description: "loadline.yaml: what holds for a whole configuration repository.",
    }),
    scenario: inputSchema(scenarioSchema(), known, {
      $id: `${SCHEMA_BASE}/${version}/scenario.json`,
      title: "Scenario",
      description: "One simulation: scheduler, step time, fleet and load.",
    }),
    calibration: inputSchema(calibrationSchema(), known, {
      $id: `${SCHEMA_BASE}/${version}/calibration.json`,
      title: "Calibration",
      description: "Step-time terms fitted to measurements of one engine, as `loadline calibrate` writes them.",
    }),
  };
}

interface Heading {
  readonly $id: string;
  readonly title: string;
  readonly description: string;
}

function inputSchema(schema: z.ZodType, known: KnownIds | null, heading: Heading): object {
  const { $schema, ...body } = z.toJSONSchema(schema, {
    io: "input",
    unrepresentable: "any",
    override: ({ jsonSchema }) => listIds(jsonSchema, known),
  });
  return { $schema, ...heading, ...body };
}

/** Puts the catalogue's ids where the mark stands; the mark itself is not for readers. */
function listIds(jsonSchema: Record<string, unknown>, known: KnownIds | null): void {
  const mark = jsonSchema[ID_MARK];
  delete jsonSchema[ID_MARK];
  if (known !== null && (mark === "gpu" || mark === "platform")) jsonSchema["enum"] = [...known[mark]];
}
