// Written by `npm run generate` from the folder listing. Do not edit.

import type { PricedPlatformId } from "../domain/ids.generated.ts";
import type { PriceTable } from "../domain/platform.ts";
import { aks } from "./aks.ts";
import { awsLambda } from "./aws-lambda.ts";
import { cloudRun } from "./cloud-run.ts";
import { eks } from "./eks.ts";
import { gke } from "./gke.ts";
import { hfEndpoints } from "./hf-endpoints.ts";
import { lambdaCloud } from "./lambda-cloud.ts";
import { sagemaker } from "./sagemaker.ts";

/** Each file of this room by its name. */
export const prices: Readonly<Record<PricedPlatformId, PriceTable>> = {
  aks,
  "aws-lambda": awsLambda,
  "cloud-run": cloudRun,
  eks,
  gke,
  "hf-endpoints": hfEndpoints,
  "lambda-cloud": lambdaCloud,
  sagemaker,
};
