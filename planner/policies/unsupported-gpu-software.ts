import { datasheet } from "../domain/fact.ts";
import type { Finding } from "../domain/finding.ts";
import type { ManifestPolicy, ManifestSet } from "../domain/policy.ts";
import { at, textOf } from "../domain/spot.ts";
import { majorMinor, versionOfImage } from "../domain/version.ts";
import { found, manifest } from "./_example.ts";
import { repositoryOf } from "./_image.ts";
import { allContainersOf, called, findingAt } from "./_manifest.ts";

const plugin = (image: string) =>
  found(
    manifest("apps/v1", "DaemonSet", { spec: { template: { spec: { containers: [{ name: "plugin", image }] } } } }),
  );

/** What hands out the GPUs is still mended. */
export const unsupportedGpuSoftware = {
  id: "unsupported-gpu-software",
  about: "manifests",
  why: "Old device plugins have known faults (k8s-device-plugin#99, #210) and do not know new cards; nobody mends them any more.",
  severity: "warning",
  examples: {
    passes: plugin("nvcr.io/nvidia/k8s-device-plugin:v0.19.3"),
    fails: plugin("nvcr.io/nvidia/k8s-device-plugin:v0.6.0"),
  },
  check,
} satisfies ManifestPolicy;

/** The oldest `major.minor` that gets fixes. NVIDIA supports an operator release until two newer ones are out. */
const OLDEST = {
  "gpu-operator": datasheet(
    "26.3",
    "NVIDIA GPU Operator, life cycle policy: 26.7 supported, 26.3 deprecated, 25.10 and lower end of support",
    "2026-11-28",
  ),
  // The plugin has no policy of its own: supported is what a supported operator installs.
  "k8s-device-plugin": datasheet("0.19", "NVIDIA GPU Operator 26.3.2, component matrix: 0.19.2", "2026-11-28"),
} as const;

function check({ manifests }: ManifestSet): readonly Finding[] {
  return manifests.flatMap((one) =>
    allContainersOf(one).flatMap((container) => {
      const spot = at(container, "image");
      const image = textOf(spot) ?? "";
      const what = /(?:^|\/)nvidia(?:\/.+)?\/(gpu-operator|k8s-device-plugin)$/.exec(repositoryOf(image))?.[1];
      const oldest = what === "gpu-operator" || what === "k8s-device-plugin" ? OLDEST[what] : null;
      const version = versionOfImage(image);
      if (oldest === null || version === null || !isOlder(version, oldest.value)) return [];
      return [
        findingAt(one, spot, {
          id: "unsupported-gpu-software",
          severity: "warning",
          message: `${called(one)} runs ${what} ${version}; fixes are made for ${oldest.value} and newer (${oldest.seen})`,
          action: `Move to ${oldest.value} or newer; the operator is upgraded one release at a time.`,
        }),
      ];
    }),
  );
}

/** Before calendar versions the operator counted 1.x; the plugin once wrote 1.0.0-beta and then 0.6. */
function isOlder(version: string, bound: string): boolean {
  const [major = 0, minor = 0] = (majorMinor(version) ?? "0.0").split(".").map(Number);
  const [boundMajor = 0, boundMinor = 0] = bound.split(".").map(Number);
  return major < boundMajor || (major === boundMajor && minor < boundMinor);
}
