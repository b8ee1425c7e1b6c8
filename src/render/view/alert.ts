/** One alerting rule, as `kubernetes/prometheus-rule.yaml.hbs` prints it. */
export interface Alert {
  readonly name: string;
  readonly expr: string;
  /** How long it must hold. */
  readonly duration: string;
  readonly severity: "page" | "ticket";
  readonly summary: string;
  /** What it means and what to do. */
  readonly description: string;
}
