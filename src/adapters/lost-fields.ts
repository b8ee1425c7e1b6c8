import type { KindOfManifest, ShapeProblem } from "../ports/manifest-schemas.ts";
import type { UnreadField } from "./read-watch.ts";

/**
 * Where a kind has a field `description`. The kubernetes-models packages take every property of that name for prose of the
 * schema and leave it out; their declarations (`*.d.ts`), which keep it, are where these places come from.
 */
const DESCRIBED: Readonly<Record<string, RegExp>> = {
  PriorityClass: /^description$/,
  CustomResourceDefinition:
    /^spec\.versions\.\d+\.(?:additionalPrinterColumns\.\d+|schema\.openAPIV3Schema(?:\.[^.]+)*)\.description$/,
  AppProject: /^spec\.(?:(?:roles|syncWindows)\.\d+\.)?description$/,
  CiliumNetworkPolicy: /^(?:spec|specs\.\d+)\.description$/,
  CiliumClusterwideNetworkPolicy: /^(?:spec|specs\.\d+)\.description$/,
  CiliumLocalRedirectPolicy: /^spec\.description$/,
  CiliumGatewayClassConfig: /^spec\.description$/,
  AlertmanagerConfig: /^spec\.receivers\.\d+\.(?:pagerdutyConfigs|opsgenieConfigs)\.\d+\.description$/,
};

/** Of the fields that no validator read, those that the packages lost are known all the same. */
export function isLost({ path }: UnreadField, { kind }: KindOfManifest): boolean {
  return isExtension(path) || (DESCRIBED[kind]?.test(path.join(".")) ?? false);
}

/** Kubernetes' own marks inside the schema of a custom resource. */
function isExtension(path: UnreadField["path"]): boolean {
  return String(path.at(-1)).startsWith("x-kubernetes-") && path.includes("openAPIV3Schema");
}

/** A description is text. */
export function lostProblem({ path, value }: UnreadField): readonly ShapeProblem[] {
  const isWrong = path.at(-1) === "description" && value !== null && typeof value !== "string";
  return isWrong ? [{ path, message: `\`${JSON.stringify(value).slice(0, 60)}\` is not a string` }] : [];
}
