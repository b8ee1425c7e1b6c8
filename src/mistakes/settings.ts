/** Entries of `loadline.yaml` that do not go together. */
export const SETTINGS = {
  repeatedCluster: { wanted: "each cluster once", advice: "Rename one of the two." },
  secondDefault: { wanted: "one default cluster", advice: "Remove `default: true` here." },
  operatorsKey: "Addresses and tokens are the operator's, in the environment of `loadline serve`.",
} as const;
