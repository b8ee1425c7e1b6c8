import * as lambda from "../view/aws-lambda.ts";
import type { Entry } from "./entry.ts";

const VERSION = "lambda.services.k8s.aws/v1alpha1";

/** A function from a container image that the ACK controller for Lambda keeps, and its address. Lambda scales it, from zero. */
export const AWS_LAMBDA: readonly Entry[] = [
  { template: "aws-lambda/function", apiVersion: VERSION, kind: "Function", view: lambda.functionView },
  {
    ...{ template: "aws-lambda/function-url-config", apiVersion: VERSION, kind: "FunctionURLConfig" },
    view: lambda.functionUrlConfigView,
  },
];
