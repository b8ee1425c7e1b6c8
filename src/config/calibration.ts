import { dump } from "js-yaml";
import type { Calibration } from "../../planner/index.ts";
import { calibrationSchema, type RawCalibration } from "./calibration-schema.ts";
import { API_VERSION, type Format, readDocument } from "./document.ts";
import { once } from "./once.ts";
import type { Located } from "./position.ts";

/** Reads a Calibration, YAML or JSON. */
export function readCalibration(text: string, file: string): Located<Calibration> {
  return readDocument(text, file, FORMAT);
}

const FORMAT: Format<RawCalibration, Calibration> = {
  kind: "Calibration",
  schema: once(calibrationSchema),
  normalise: ({ spec }) => {
    const { engine } = spec.subject;
    return { ...spec, subject: { ...spec.subject, engine: { name: engine.name, version: engine.version ?? "" } } };
  },
};

/** A Calibration as a file; `readCalibration` gives the same value again. */
export function calibrationYaml(calibration: Calibration): string {
  const { subject, ...rest } = calibration;
  const { name, version } = subject.engine;
  const spec = { subject: { ...subject, engine: `${name}@${version}` }, ...rest };
  const document = { apiVersion: API_VERSION, kind: "Calibration", spec };
  return dump(document, { noRefs: true, lineWidth: 120, flowLevel: 4, quoteStyle: "double" });
}
