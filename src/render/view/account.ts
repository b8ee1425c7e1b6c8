import type { Account } from "../../../planner/index.ts";
import { RENDERING } from "../../mistakes/rendering.ts";
import { InputError, type Mistake, type Problem } from "../../ports/failure.ts";
import type { RenderInput } from "../input.ts";

/** A key of `spec.platform.account` that the platform cannot do without. */
export function accountValue({ deployment }: RenderInput, key: keyof Account): string {
  const { account, name } = deployment.platform;
  const value = account?.[key];
  if (value !== undefined) return value;
  throw renderRefusal(`spec.platform.account.${key}`, RENDERING.accountMissing(key, name));
}

/** Where a platform has no place for secrets that only the server reads. */
export function refuseSecrets(
  { deployment }: RenderInput,
  platform: Parameters<typeof RENDERING.noPlaceForSecrets>[1],
): void {
  const { secrets } = deployment.access;
  if (secrets.length === 0) return;
  const names = secrets.map(({ name }) => name);
  throw renderRefusal("spec.access.secrets", RENDERING.noPlaceForSecrets(names, platform));
}

/** Something in the ModelDeployment that a platform's resources cannot express. */
export function renderRefusal(at: string, mistake: Mistake): InputError {
  return new InputError([inDeployment(at, mistake)]);
}

/** Stands for the file until `renderManifests` puts its name and line there. */
export const DEPLOYMENT = "ModelDeployment";

/** What is wrong with a key of the ModelDeployment. */
export const inDeployment = (at: string, mistake: Mistake): Problem => ({
  ...{ file: DEPLOYMENT, line: null, column: null, at },
  ...mistake,
});
