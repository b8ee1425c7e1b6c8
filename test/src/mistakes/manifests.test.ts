import { kubernetesModels } from "../../../src/adapters/kubernetes-models.ts";
import { MANIFESTS } from "../../../src/mistakes/manifests.ts";
import { validateManifests } from "../../../src/tasks/validate-manifests.ts";
import { realWorld } from "../../../src/world.ts";
import { temporaryFolder } from "../../support/command.ts";
import { withFiles } from "../../support/in-process.ts";
import { showEach } from "../../support/mistakes.ts";

/** What `validate` says of one manifest. */
const validated =
  (apiVersion: string, kind: string, kubernetes = "1.34") =>
  async () => {
    const folder = withFiles(temporaryFolder(), {
      "a.yaml": `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: a }\n`,
    });
    const world = realWorld();
    const ports = {
      ...world,
      schemas: kubernetesModels(),
      server: { ask: async () => ({ kind: "accepted" }) as const },
    };
    const request = { paths: [folder], kubernetes, schemas: null, server: false };
    const [found] = (await validateManifests(request, ports)).invalid;
    if (found !== undefined) throw new Error(`a.yaml:${found.line}  ${found.path}: ${found.message}`);
  };

showEach("manifests", MANIFESTS, {
  removed: [validated("apps/v1beta1", "Deployment"), "apps/v1beta1", 16, "apps/v1"],
  tooNew: [validated("policy/v1", "PodDisruptionBudget", "1.20"), "policy/v1 PodDisruptionBudget", 21, "1.20"],
  unknownVersion: [validated("apps/v3", "Deployment"), "apps/v3", ["apps/v1"]],
  unknownKind: [validated("apps/v1", "Deploymnet"), "Deploymnet", "apps/v1", { nearest: "Deployment", known: [] }],
});
