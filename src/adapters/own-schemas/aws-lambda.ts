import { exactly, integer, list, manifest, oneOf, text, texts } from "./shapes.ts";

const VERSION = "lambda.services.k8s.aws/v1alpha1";

/**
 * Fields: aws-controllers-k8s/lambda-controller, config/crd/bases at 143bb853 (functions) and 35363097 (functionurlconfigs).
 * Ranges: docs.aws.amazon.com/lambda/latest/api, CreateFunction, and lambda/latest/dg/gettingstarted-limits.html. Read
 * 2026-11-29.
 */
export const awsLambdaSchemas = {
  [`${VERSION} Function`]: manifest(
    VERSION,
    "Function",
    exactly({
      name: text("^[a-zA-Z0-9_-]{1,64}$"),
      role: text("^arn:aws[a-z\\-]*:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+$"),
      packageType: oneOf("Image"),
      architectures: list(oneOf("x86_64", "arm64"), 1),
      code: exactly({ imageURI: text("^\\d{12}\\.dkr\\.ecr\\.[a-z0-9-]+\\.amazonaws\\.com(\\.cn)?/\\S+$") }),
      imageConfig: exactly({
        "entryPoint?": { type: "array", items: { type: "string" } },
        command: { type: "array", items: { type: "string" }, maxItems: 1500 },
      }),
      environment: exactly({
        variables: { ...texts(), propertyNames: { pattern: "^[a-zA-Z][a-zA-Z0-9_]+$" } },
      }),
      memorySize: integer(128, 10_240),
      ephemeralStorage: exactly({ size: integer(512, 10_240) }),
      timeout: integer(1, 900),
      reservedConcurrentExecutions: integer(1),
    }),
  ),
  [`${VERSION} FunctionURLConfig`]: manifest(
    VERSION,
    "FunctionURLConfig",
    exactly({
      authType: oneOf("AWS_IAM"),
      functionRef: exactly({ from: exactly({ name: text() }) }),
    }),
  ),
};
