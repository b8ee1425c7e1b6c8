import type { RenderInput, View } from "../input.ts";
import { identityView } from "./identity.ts";

/** Data of `kubernetes/alertmanager-config.yaml.hbs`: alerts that say `page` reach PagerDuty, with their own words. */
export function alertmanagerConfigView(input: RenderInput): View {
  const { pagerduty } = input.settings.alerts ?? { pagerduty: { secret: "", key: "" } };
  return {
    ...identityView(input, "config"),
    secret: pagerduty.secret,
    key: pagerduty.key,
    // Alertmanager's own template language.
    details: [
      { key: "summary", value: "{{ .CommonAnnotations.summary }}" },
      { key: "what to do", value: "{{ .CommonAnnotations.description }}" },
    ],
  };
}
