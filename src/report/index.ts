export { diffJson } from "./diff-json.ts";
export { fitJson } from "./fit-json.ts";
export { fitText } from "./fit-text.ts";
export type { Locator } from "./locate.ts";
export { planJson } from "./plan-json.ts";
export { planText, type TextOptions } from "./plan-text.ts";
