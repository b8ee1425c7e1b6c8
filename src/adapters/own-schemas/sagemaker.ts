import { exactly, integer, list, manifest, oneOf, text, texts } from "./shapes.ts";

const VERSION = "sagemaker.services.k8s.aws/v1alpha1";
/** Names of the API: letters, digits and hyphens, none at the ends, at most 63. */
const NAME = "^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$";

/**
 * Fields: aws-controllers-k8s/sagemaker-controller, helm/crds at dd3be726 (models, endpointconfigs, endpoints). Ranges and
 * patterns: docs.aws.amazon.com/sagemaker/latest/APIReference, CreateModel, ContainerDefinition, ProductionVariant,
 * CreateEndpoint. Read 2026-11-29.
 */
export const sageMakerSchemas = {
  [`${VERSION} Model`]: manifest(
    VERSION,
    "Model",
    exactly({
      modelName: text(NAME),
      executionRoleARN: text("^arn:aws[a-z\\-]*:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+$"),
      primaryContainer: exactly({
        image: { type: "string", minLength: 1, maxLength: 255, pattern: "^\\S+$" },
        environment: { ...texts(1024), maxProperties: 100, propertyNames: { pattern: "^[a-zA-Z_][a-zA-Z0-9_]*$" } },
      }),
    }),
  ),
  [`${VERSION} EndpointConfig`]: manifest(
    VERSION,
    "EndpointConfig",
    exactly({ endpointConfigName: text(NAME), productionVariants: list(variant(), 10) }),
  ),
  [`${VERSION} Endpoint`]: manifest(
    VERSION,
    "Endpoint",
    exactly({ endpointName: text(NAME), endpointConfigName: text(NAME) }),
  ),
};

function variant() {
  return exactly({
    variantName: text(NAME),
    modelName: text(NAME),
    instanceType: text("^ml\\.[a-z0-9-]+\\.[a-z0-9]+$"),
    initialInstanceCount: integer(1),
    initialVariantWeight: { type: "number", minimum: 0 },
    containerStartupHealthCheckTimeoutInSeconds: integer(60, 3600),
    routingConfig: exactly({ routingStrategy: oneOf("LEAST_OUTSTANDING_REQUESTS", "RANDOM") }),
  });
}
