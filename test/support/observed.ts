import type * as z from "zod";
import { outputs } from "../../src/config/outputs/index.ts";

type Document = z.output<(typeof outputs)["loadline.observe/v1"]>;

/** The document of an observation, by its schema; a refusal is none. */
export function observedDocument(value: unknown): Exclude<Document, { error: unknown }> {
  const document = outputs["loadline.observe/v1"].parse(value);
  if ("error" in document) throw new Error(document.error.message);
  return document;
}
