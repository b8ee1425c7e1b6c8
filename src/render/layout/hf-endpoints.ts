import { endpointRequestView, endpointSecretView } from "../view/hf-endpoints.ts";
import { hasSecrets, secretName } from "../view/secrets.ts";
import type { Entry } from "./entry.ts";

/** An endpoint that Crossplane's provider-http keeps through Hugging Face's API, and the tokens that this takes. */
export const HF_ENDPOINTS: readonly Entry[] = [
  {
    ...{ template: "kubernetes/external-secret", apiVersion: "external-secrets.io/v1", kind: "ExternalSecret" },
    ...{ view: endpointSecretView, name: secretName, applies: hasSecrets },
  },
  {
    ...{ template: "hf-endpoints/endpoint", apiVersion: "http.m.crossplane.io/v1alpha2", kind: "Request" },
    view: endpointRequestView,
  },
];
