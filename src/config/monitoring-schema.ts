import { text } from "./leaves.ts";
import { dnsLabel, image } from "./names.ts";
import { mapping } from "./shapes.ts";

/** `alerts` of the Settings. */
export function alertsSchema() {
  return mapping({
    pagerduty: mapping({
      secret: dnsLabel("Secret", "pagerduty").describe("Secret in each deployment's namespace."),
      key: text({
        wanted: "key: a key of the Secret",
        example: "routing-key",
        pattern: /^[-._a-zA-Z0-9]+$/,
        longest: 253,
      }).default("routing-key"),
    }).describe("Routing key of a PagerDuty integration (Events API v2)."),
  }).describe("Who is called when an alert says `page`.");
}

/** `telemetry` of the Settings: an address from a pull request could carry off what is measured, so it stands nowhere else. */
export function telemetrySchema() {
  return mapping({
    otlp: text({
      wanted: "otlp: the https address that takes OTLP over HTTP",
      example: "https://otlp.example.com",
      pattern: /^https:\/\/[A-Za-z0-9.-]+(:\d{1,5})?(\/[\w./-]*)?$/,
      longest: 512,
    }),
    image: image("otel/opentelemetry-collector-contrib:0.140.1")
      .optional()
      .describe("Image of the collector. Default: the release that loadline was tested with."),
  }).describe("An OpenTelemetry collector beside each deployment.");
}
