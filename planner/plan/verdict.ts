import type { Finding, Settings, Verdict } from "../domain/index.ts";
import { policies } from "../policies/index.generated.ts";

/** Ids of what a plan finds by itself; policies bring their own. Settings may name both. */
export const OWN_FINDINGS: readonly string[] = [
  "calibration-mismatch",
  "does-not-fit",
  "engine-warning",
  "event-outside",
  "extrapolated-memory",
  "extrapolated-speed",
  "future-traffic",
  "host-memory",
  "image-version",
  "manifests-elsewhere",
  "no-traffic",
  "not-in-models",
  "over-budget",
  "over-shared-budget",
  "platform-cannot-host",
  "short-history",
  "stale-price",
  "stale-traffic",
  "target-close",
  "target-missed",
  "target-unchecked",
  "too-long",
  "traffic-level-changed",
  "unknown-engine-version",
  "unknown-hardware",
  "unknown-model",
  "unknown-platform",
  "unknown-price",
  "unknown-speed",
  "weights-not-published",
  "without-effect",
];

/** What keeps a verdict from being better than `warn` (CONTRACT.md sections 3 and 6), whatever Settings say. */
const AT_BEST_A_WARNING: readonly string[] = [
  "extrapolated-memory",
  "extrapolated-speed",
  "over-budget",
  "over-shared-budget",
  "short-history",
  "target-close",
];

const RANK = ["off", "notice", "warning", "blocking"] as const;

/** Applies the severities that Settings give; `off` drops a finding. What blocks because an answer is missing or is no (an
 *  unknown price, a target missed) is no opinion and cannot be talked down, nor can what the answer does not know. Policies
 *  and other warnings can. */
export function withSeverities(findings: readonly Finding[], settings: Settings | null): readonly Finding[] {
  return findings.flatMap((finding) => {
    const isFixed = finding.severity === "blocking" && !Object.hasOwn(policies, finding.id);
    const wanted = settings?.policies[finding.id]?.severity ?? finding.severity;
    const isLower = RANK.indexOf(wanted) < RANK.indexOf(finding.severity);
    const keeps = isFixed || (isLower && AT_BEST_A_WARNING.includes(finding.id));
    if (keeps) return [isLower ? withNote(finding, wanted) : finding];
    return wanted === "off" ? [] : [{ ...finding, severity: wanted }];
  });
}

/** Who wrote a lower severity should not wonder why nothing came of it. */
function withNote(finding: Finding, wanted: string): Finding {
  const note = `(loadline.yaml says ${wanted}; what an answer rests on stays ${finding.severity}.)`;
  return finding.action.includes(note) ? finding : { ...finding, action: `${finding.action} ${note}` };
}

/** Findings that say an answer is missing, not that it is no. */
const UNKNOWN: readonly string[] = ["unknown-price", "unknown-speed", "no-traffic", "target-unchecked"];

/** Block before unknown before warn before pass. */
export function verdictOf(findings: readonly Finding[]): Verdict {
  if (findings.some((f) => f.severity === "blocking" && !UNKNOWN.includes(f.id))) return "block";
  if (findings.some((f) => f.severity === "blocking")) return "unknown";
  return findings.some((f) => f.severity === "warning") ? "warn" : "pass";
}
