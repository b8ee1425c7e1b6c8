import { applicationAutoScaling } from "./application-auto-scaling.ts";
import { sagemaker } from "./sagemaker.ts";
import type { OwnSchemas } from "./schema.ts";

/** Kinds that no package on npm has a schema of: exactly the fields that the templates write. */
export const OWN_SCHEMAS: OwnSchemas = { ...sagemaker, ...applicationAutoScaling };
