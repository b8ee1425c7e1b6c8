import { type Platform, platforms, type Shape } from "../../../planner/index.ts";
import { RENDERING } from "../../mistakes/rendering.ts";
import type { RenderInput } from "../input.ts";
import { renderRefusal } from "./account.ts";

/** What an instance's name stands for; no other name can be rendered, for the name is all that says it. */
export function knownShape({ deployment }: RenderInput, platform: keyof typeof platforms): Shape {
  const { shapes }: Platform = platforms[platform];
  const { instance } = deployment.platform;
  const shape = Object.hasOwn(shapes, instance) ? shapes[instance] : undefined;
  if (shape !== undefined) return shape;
  throw renderRefusal("spec.platform.instance", RENDERING.unknownInstance(instance, Object.keys(shapes)));
}

/** Between how many instances the platform scales by itself. One that can go to zero comes back; one that is fixed there does not. */
export function instanceBounds({ deployment }: RenderInput): { readonly least: number; readonly most: number } {
  const { scaling } = deployment;
  if (scaling.mode !== "fixed") return { least: scaling.minReplicas, most: scaling.maxReplicas };
  if (scaling.replicas > 0) return { least: scaling.replicas, most: scaling.replicas };
  throw renderRefusal("spec.scaling.replicas", RENDERING.nobodyServes);
}
