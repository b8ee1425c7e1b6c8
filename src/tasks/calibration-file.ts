import { posix } from "node:path";
import type { NamedCalibration } from "../../planner/index.ts";
import { readCalibration } from "../config/index.ts";
import { LOADING } from "../mistakes/loading.ts";
import type { ConfigSource } from "../ports/config-source.ts";
import { InputError, type Problem } from "../ports/failure.ts";
import { textOf } from "./load-deployments.ts";

/** Where a file names a calibration: the place is blamed when nothing stands there. */
export interface CalibrationNamed {
  readonly path: string;
  readonly source: ConfigSource;
  readonly place: Pick<Problem, "file" | "line" | "column" | "at">;
}

/** Reads the Calibration that a ModelDeployment or a Scenario names; null when it names none. */
export async function calibrationNamed(named: CalibrationNamed | null): Promise<NamedCalibration | null> {
  if (named === null) return null;
  const { path, source, place } = named;
  const bytes = await source.read(path);
  if (bytes === null) throw new InputError([{ ...place, ...nothingThere(named) }]);
  const file = posix.join(source.description, path);
  return { file: path, calibration: readCalibration(textOf(bytes, file), file).value };
}

const nothingThere = ({ path, source }: CalibrationNamed) => LOADING.calibrationMissing(path, source.description);
