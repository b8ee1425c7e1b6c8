import { calibrationYaml, readCalibration } from "../../../src/config/index.ts";
import { CALIBRATION } from "../../../src/mistakes/calibration.ts";
import { calibration } from "../../support/calibration.ts";
import { showEach } from "../../support/mistakes.ts";
import { replaced } from "../config/examples.ts";

const text = calibrationYaml(calibration());
const read = (from: string, to: string) => () => readCalibration(replaced(text, from, to), "calibrations/chat.yaml");

showEach("calibration", CALIBRATION, {
  engineVersionMissing: [read("vllm@0.15", "vllm")],
  fallingSpan: [read("concurrency: [1, 1000]", "concurrency: [1000, 1]")],
});
