import { COST_FACTS } from "../cost/facts.ts";
import { HOST_FACTS } from "../memory/host.ts";
import { WEIGHT_FORMATS } from "../memory/weights.ts";
import { LAW_FACTS } from "../steps/law-facts.ts";
import { STARTUP_FACTS } from "./startup.ts";

/** Facts that belong to no GPU, model, engine or platform, by what they are about. */
export const PLANNER_FACTS = {
  cost: COST_FACTS,
  "host memory": HOST_FACTS,
  "weight formats": WEIGHT_FORMATS,
  ...LAW_FACTS,
  "start-up": STARTUP_FACTS,
} as const;
