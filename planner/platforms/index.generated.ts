// Written by `npm run generate` from the folder listing. Do not edit.

import type { PlatformId } from "../domain/ids.generated.ts";
import type { Platform } from "../domain/platform.ts";
import { aks } from "./aks.ts";
import { awsLambda } from "./aws-lambda.ts";
import { azureContainerApps } from "./azure-container-apps.ts";
import { azureContainerInstances } from "./azure-container-instances.ts";
import { cloudRun } from "./cloud-run.ts";
import { eks } from "./eks.ts";
import { gke } from "./gke.ts";
import { hfEndpoints } from "./hf-endpoints.ts";
import { lambdaCloud } from "./lambda-cloud.ts";
import { sagemaker } from "./sagemaker.ts";

/** Each file of this room by its name. */
export const platforms: Readonly<Record<PlatformId, Platform>> = {
  aks,
  "aws-lambda": awsLambda,
  "azure-container-apps": azureContainerApps,
  "azure-container-instances": azureContainerInstances,
  "cloud-run": cloudRun,
  eks,
  gke,
  "hf-endpoints": hfEndpoints,
  "lambda-cloud": lambdaCloud,
  sagemaker,
};
