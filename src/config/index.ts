export { jsonSchemas } from "./json-schemas.ts";
export { readModelDeployment } from "./model-deployment.ts";
export { didYouMean, nearest } from "./nearest.ts";
export type { Located } from "./position.ts";
export { defaultWatermark, readScenario, scenarioFromJson } from "./read-scenario.ts";
export type * from "./scenario.ts";
export { defaultSettings, readSettings } from "./settings.ts";
export { showValue } from "./show.ts";
export { readYaml } from "./yaml.ts";
