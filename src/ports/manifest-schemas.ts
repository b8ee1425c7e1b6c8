/** One thing that does not fit the schema of a kind. `path` leads from the manifest's root. */
export interface ShapeProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/**
 * What the schemas say about one manifest. `unserved`: its version or kind does not exist in that Kubernetes, or no
 * more. `unknown`: nobody here knows its API group, or this kind of it; the reason is shown to the user.
 */
export type ShapeVerdict =
  | { readonly kind: "checked"; readonly problems: readonly ShapeProblem[] }
  | { readonly kind: "unserved"; readonly field: "apiVersion" | "kind"; readonly message: string }
  | { readonly kind: "unknown"; readonly reason: string };

/** Names a kind in a release of Kubernetes ("1.34"). */
export interface KindOfManifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly kubernetes: string;
}

/** Schemas of Kubernetes' own kinds and of custom ones. */
export interface ManifestSchemas {
  check(manifest: object, as: KindOfManifest): Promise<ShapeVerdict>;
}
