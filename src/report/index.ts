export { adviceSentence, qualityNote } from "./advice-sentence.ts";
export { adviseHtml } from "./advise-html.ts";
export { adviseJson } from "./advise-json.ts";
export { adviseMarkdown } from "./advise-markdown.ts";
export { adviseText } from "./advise-text.ts";
export { type CalibrationReport, calibrateJson } from "./calibrate-json.ts";
export { calibrateText } from "./calibrate-text.ts";
export { commitText } from "./commit-text.ts";
export { compareHtml } from "./compare-html.ts";
export { compareJson } from "./compare-json.ts";
export { compareMarkdown } from "./compare-markdown.ts";
export { compareText } from "./compare-text.ts";
export { diffHtml } from "./diff-html.ts";
export { diffJson } from "./diff-json.ts";
export { diffMarkdown, REVIEW_MARKER } from "./diff-markdown.ts";
export { diffText } from "./diff-text.ts";
export { doctorText } from "./doctor-text.ts";
export { explainJson, figuresJson } from "./explain-json.ts";
export { explainText, figuresText } from "./explain-text.ts";
export { factsText } from "./facts-text.ts";
export { fitJson } from "./fit-json.ts";
export { fitText } from "./fit-text.ts";
export { forecastHtml } from "./forecast-html.ts";
export { forecastJson } from "./forecast-json.ts";
export { forecastMarkdown } from "./forecast-markdown.ts";
export { forecastText } from "./forecast-text.ts";
export { initText } from "./init-text.ts";
export { nowhere } from "./locate.ts";
export { code, fence, plain } from "./markdown.ts";
export { observeHtml } from "./observe-html.ts";
export { type ObservationEntry, type ObservationReport, observationEntryOf, observeJson } from "./observe-json.ts";
export { observeMarkdown } from "./observe-markdown.ts";
export { observeText } from "./observe-text.ts";
export { planHtml } from "./plan-html.ts";
export { findingJson, planJson } from "./plan-json.ts";
export { planMarkdown } from "./plan-markdown.ts";
export { planText } from "./plan-text.ts";
export { proposedChanges, type SpecChange } from "./proposed-spec.ts";
export { notRenderedText, renderText } from "./render-text.ts";
export { reviewCheck } from "./review-check.ts";
export {
  emptiedComment,
  failureComment,
  headOfComment,
  listed,
  reviewComment,
  settledComment,
  short,
  updatingComment,
} from "./review-comment.ts";
export { totalCost } from "./review-facts.ts";
export { COMMENT_LIMIT } from "./sections.ts";
export { simulateText } from "./simulate-text.ts";
export { validateText } from "./validate-text.ts";
export { visible } from "./visible.ts";
