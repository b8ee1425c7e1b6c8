import { exactly, list, manifest, oneOf, text } from "./shapes.ts";

const VERSION = "http.m.crossplane.io/v1alpha2";
/** Where provider-http puts a value of a Secret: `{{ name:namespace:key }}`. */
const FROM_SECRET = "\\{\\{ [a-z0-9.-]+:[a-z0-9-]+:[A-Za-z0-9._-]+ \\}\\}";

/**
 * Fields: crossplane-contrib/provider-http, package/crds/http.m.crossplane.io_requests.yaml at 0b124690. The token can only be a
 * reference: internal/data-patcher/parser.go. Read 2026-11-29.
 */
export const providerHttpSchemas = {
  [`${VERSION} Request`]: manifest(
    VERSION,
    "Request",
    exactly({
      providerConfigRef: exactly({ kind: oneOf("ClusterProviderConfig", "ProviderConfig"), name: text() }),
      forProvider: exactly({
        waitTimeout: text("^\\d+(s|m)$"),
        headers: exactly({
          "Content-Type": list(oneOf("application/json"), 1),
          Authorization: list(text(`^Bearer ${FROM_SECRET}$`), 1),
        }),
        payload: exactly({ baseUrl: text("^https://"), body: text() }),
        mappings: list(mapping(), 4),
        expectedResponseCheck: exactly({ type: oneOf("CUSTOM"), logic: text() }),
      }),
    }),
  ),
};

function mapping() {
  return exactly({
    action: oneOf("CREATE", "OBSERVE", "UPDATE", "REMOVE"),
    method: oneOf("POST", "GET", "PUT", "DELETE"),
    url: text(),
    "body?": text(),
  });
}
