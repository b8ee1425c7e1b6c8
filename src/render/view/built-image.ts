import type { RenderInput } from "../input.ts";

/** Where the Dockerfile puts the model; no volume is mounted there or above it. */
export const MODEL_FOLDER = "/model";

/**
 * Whether the pods run the image that was built with the model in it: it bears the name that `build.registry` pushes to.
 * Until then `engine.image` is what the build starts from.
 */
export function servesBuiltImage({ deployment: { build, engine } }: RenderInput): boolean {
  return build !== null && engine.image !== null && nameOf(engine.image) === build.registry;
}

/** An image without its tag and digest; a colon in front of the last slash is a port's. */
function nameOf(image: string): string {
  const [withTag = ""] = image.split("@");
  return withTag.replace(/:[^/]*$/, "");
}
