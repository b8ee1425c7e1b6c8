import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { kubernetesModels } from "../../../src/adapters/kubernetes-models.ts";
import { validateTexts } from "../../../src/render/validate.ts";
import { sharedFolder, titled } from "../../support/shared.ts";

const folder = sharedFolder("reference/manifests");

const schemas = kubernetesModels();

/** Where each bad manifest must be refused, from the table beside them. */
const PLACES: Readonly<Record<string, string>> = {
  "apiversion-apps-v2.yaml": "apiVersion",
  "argo-missing-destination.yaml": "spec",
  "container-name-underscore.yaml": "containers[0].name",
  "duplicate-key.yaml": "containers[0]",
  "enum-imagePullPolicy.yaml": "containers[0].imagePullPolicy",
  "keda-missing-triggers.yaml": "spec",
  "label-value-space.yaml": "metadata.labels.app",
  "missing-selector.yaml": "spec",
  "name-uppercase.yaml": "metadata.name",
  "negative-replicas.yaml": "spec.replicas",
  "port-70000.yaml": "containers[0].ports[0].containerPort",
  "quantity-16GB.yaml": "resources.limits.memory",
  "quantity-16gi.yaml": "resources.limits.memory",
  "selector-mismatch.yaml": "spec.selector",
  "servicemonitor-interval.yaml": "spec.endpoints[0].interval",
  "unknown-field.yaml": "containers[0].imagee",
  "wrong-type-replicas-string.yaml": "spec.replicas",
};

describe.skipIf(folder === null)(titled("manifests that a real API server judged", folder), () => {
  const textsOf = (name: string) =>
    new Map(
      readdirSync(join(folder ?? "", name)).map((file) => [file, readFileSync(join(folder ?? "", name, file), "utf8")]),
    );

  it("passes the good ones", async () => {
    const result = await validateTexts(textsOf("good"), schemas, { kubernetes: "1.34" });
    expect(result).toEqual({ files: 10, documents: 10, invalid: [], skipped: [] });
  });

  it("refuses each bad one, once, at the place that is wrong", async () => {
    const files = textsOf("bad");
    const { invalid } = await validateTexts(files, schemas, { kubernetes: "1.34" });
    expect(invalid.map(({ file }) => file)).toEqual([...files.keys()]);
    for (const { file, path, line, kind } of invalid) {
      expect(path.endsWith(PLACES[file] ?? "?"), `${file}: ${path}`).toBe(true);
      expect(line).toBeGreaterThan(0);
      expect(kind).not.toBeNull();
    }
  });
});
