/** What an API server says to a manifest. `refused`: it would not take it; `path` leads to the field that it names, the
 *  root where it names none. `uncheckable`: it cannot say, because something that the manifest needs is not there yet. */
export type DryRunAnswer =
  | { readonly kind: "accepted" }
  | { readonly kind: "refused"; readonly path: readonly (string | number)[]; readonly message: string }
  | { readonly kind: "uncheckable"; readonly reason: string };

/** The API server of the current kube-context, asked what it would do; nothing is changed there. */
export interface ServerDryRun {
  /** An OutsideError where the server cannot be asked. */
  ask(manifest: object): Promise<DryRunAnswer>;
}
