import { runServiceView } from "../view/cloud-run.ts";
import type { Entry } from "./entry.ts";

/** A service that Google's Config Connector keeps. Cloud Run scales it by itself, between the bounds of the file. */
export const CLOUD_RUN: readonly Entry[] = [
  {
    template: "cloud-run/run-service",
    ...{ apiVersion: "run.cnrm.cloud.google.com/v1beta1", kind: "RunService" },
    view: runServiceView,
  },
];
