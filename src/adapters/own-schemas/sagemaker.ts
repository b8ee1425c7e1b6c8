import { closed, integer, manifestOf, matching, type OwnSchemas, text } from "./schema.ts";

/**
 * Fields: github.com/aws-controllers-k8s/sagemaker-controller, config/crd/bases at 117f9be (Model, EndpointConfig) and 0d5c614
 * (Endpoint), read 2026-11-29. Newer than these: containerStartupHealthCheckTimeoutInSeconds, seen in a later listing of the same CRD,
 * and routingConfig, whose name follows from ACK's rule for ProductionVariant; its CRD was not read. Ranges and forms are assumed from
 * general knowledge of the SageMaker API (CreateModel, ProductionVariant, CreateEndpoint); its reference was not read.
 */
const VERSION = "sagemaker.services.k8s.aws/v1alpha1";

const name = matching("^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$");
const environment = {
  type: "object",
  maxProperties: 100,
  propertyNames: { pattern: "^[a-zA-Z_][a-zA-Z0-9_]*$", maxLength: 1024 },
  additionalProperties: { type: "string", maxLength: 1024 },
};
const variant = closed(
  {
    variantName: name,
    modelName: name,
    instanceType: matching("^ml\\.[a-z0-9-]+\\.[a-z0-9-]+$"),
    initialInstanceCount: integer(1, 1_000_000),
    initialVariantWeight: { type: "number", minimum: 0 },
    containerStartupHealthCheckTimeoutInSeconds: integer(60, 3600),
    routingConfig: closed({ routingStrategy: { enum: ["LEAST_OUTSTANDING_REQUESTS", "RANDOM"] } }, ["routingStrategy"]),
  },
  ["variantName", "modelName", "instanceType", "initialInstanceCount"],
);

export const sagemaker: OwnSchemas = {
  [`${VERSION} Model`]: manifestOf(
    closed(
      {
        modelName: name,
        executionRoleARN: matching("^arn:aws[a-z-]*:iam::\\d{12}:role/.+$"),
        primaryContainer: closed({ image: text, environment }, ["image"]),
      },
      ["modelName", "executionRoleARN", "primaryContainer"],
    ),
  ),
  [`${VERSION} EndpointConfig`]: manifestOf(
    closed(
      { endpointConfigName: name, productionVariants: { type: "array", minItems: 1, maxItems: 10, items: variant } },
      ["endpointConfigName", "productionVariants"],
    ),
  ),
  [`${VERSION} Endpoint`]: manifestOf(
    closed({ endpointName: name, endpointConfigName: name }, ["endpointName", "endpointConfigName"]),
  ),
};
