export * from "./cost/billing.ts";
export { CORES_PER_GPU } from "./cost/monthly.ts";
export * from "./domain/index.ts";
export { at, entries, isPresent, items, numberOf, type Spot, textOf } from "./domain/spot.ts";
export { engines } from "./engines/index.generated.ts";
export { gpus } from "./gpus/index.generated.ts";
export { refusedLimits } from "./memory/start-refusal.ts";
export { models } from "./models/index.generated.ts";
export { countsRequests, observedMetrics } from "./observe/engine-metrics.ts";
export { knownBefore } from "./observe/known-before.ts";
export {
  DRIFTS,
  type Drift,
  type DriftKind,
  type LatencyObservation,
  type MeasuredHistogram,
  type MeasuredWindow,
  type Observation,
  type TargetObservation,
} from "./observe/observation.ts";
export { observeDeployment } from "./observe/observe-deployment.ts";
export type { SavedForecast } from "./observe/past-forecast.ts";
export {
  coverageOfLoad,
  type NamedCalibration,
} from "./plan/apply-calibration.ts";
export { isFact } from "./plan/assumptions.ts";
export type { ServingByName } from "./plan/by-name.ts";
export { calibratedByName } from "./plan/calibrated-plan.ts";
export { leftBehindFinding, moveFindings } from "./plan/change-findings.ts";
export { explainedFigures } from "./plan/explain/figures.ts";
export { STALE_PRICE_DAYS } from "./plan/findings.ts";
export {
  type CalibrationFit,
  type ComparedFigure,
  fitCalibration,
} from "./plan/fit-calibration.ts";
export { type FitAlternative, type FitAnswer, fitByName } from "./plan/fit-question.ts";
export { forecastDeployment, type PlanAnswer } from "./plan/forecast-deployment.ts";
export { grantedBy, settingChanges, type ThreeSettings } from "./plan/granted-settings.ts";
export { type HardwareAnswer, hardwareByName } from "./plan/hardware-question.ts";
export {
  carriedBy,
  type LatencyStatistics,
  lengthsOf,
  type ObservedLoad,
} from "./plan/observed-load.ts";
export { ownTarget } from "./plan/own-scaling.ts";
export { PLANNER_FACTS } from "./plan/planner-facts.ts";
export { manifestFindings, withFindings } from "./plan/policy-findings.ts";
export type { Processor } from "./plan/processor.ts";
export type { PlanRequest } from "./plan/request.ts";
export { type RestartSchedule, restartSchedule } from "./plan/restart-schedule.ts";
export { DEPLOYED_BEHAVIOUR, eventMinimum, followsCalendarOnly, scalingTarget } from "./plan/scaling.ts";
export { advise, type PlanOption } from "./plan/search/advise.ts";
export type { Space } from "./plan/search/arm.ts";
export { compare } from "./plan/search/compare.ts";
export { together } from "./plan/search/together.ts";
export { servedWeights } from "./plan/served-weights.ts";
export { withSharedBudget } from "./plan/shared-budget.ts";
export { STALE_TRAFFIC_DAYS } from "./plan/traffic-findings.ts";
export { missingModel } from "./plan/unknown-model.ts";
export { OWN_FINDINGS, verdictOf, withSeverities } from "./plan/verdict.ts";
export { platforms } from "./platforms/index.generated.ts";
export { policies } from "./policies/index.generated.ts";
export { prices } from "./prices/index.generated.ts";
export { horizontalPodAutoscaler } from "./simulate/autoscalers/hpa.ts";
export { keda } from "./simulate/autoscalers/keda.ts";
export { scheduled } from "./simulate/autoscalers/scheduled.ts";
export { ONE_REPLICA } from "./simulate/one-replica.ts";
export type { ReplicaLimits } from "./simulate/replica-limits.ts";
export { REQUEST_STATUS, type RequestColumns, type RequestStatus } from "./simulate/row-buffer.ts";
export * from "./simulate/simulate.ts";
export type { SimulationResult } from "./simulate/summary.ts";
export type { Fault } from "./simulate/upkeep.ts";
export { linearStepTime } from "./steps/linear.ts";
export { scaledStepTime } from "./steps/scaled.ts";
export type { RequestSeconds } from "./steps/serving-law.ts";
export type { StepTime } from "./steps/step-time.ts";
export {
  type DecodeRow,
  type PrefillRow,
  type SeveralPromptsRow,
  type StepTables,
  type TableRow,
  tableStepTime,
} from "./steps/table.ts";
export * from "./traffic/calendar.ts";
export { type Cron, everHappens, explainCronFault, parseCron } from "./traffic/cron.ts";
export {
  type DrawnLengths,
  drawLengths,
  drawStages,
  expectedRequests,
  type PoissonStage,
  type RandomLoad,
} from "./traffic/draw.ts";
export { exampleTrafficCsv } from "./traffic/example.ts";
export { forecastRates, MOST_WINDOWS, type RateQuestion, UNCHANGED } from "./traffic/forecast/forecast-rates.ts";
export { WEEKDAY_NAMES } from "./traffic/holidays.ts";
export { withLengthsScaled, workloadOfLengths } from "./traffic/lengths.ts";
export { epochOf } from "./traffic/profile.ts";
export * from "./units/index.ts";
