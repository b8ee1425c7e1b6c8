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
    const text = `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: a }\n`;
    await validatedText(text, kubernetes);
  };

async function validatedText(text: string, kubernetes: string): Promise<void> {
  const folder = withFiles(temporaryFolder(), { "a.yaml": text });
  const world = realWorld();
  const ports = {
    ...world,
    schemas: kubernetesModels(),
    server: { ask: async () => ({ kind: "accepted" }) as const },
  };
  const request = { paths: [folder], kubernetes, schemas: null, server: false };
  const [found] = (await validateManifests(request, ports)).invalid;
  if (found !== undefined) throw new Error(`a.yaml:${found.line}  ${found.path}: ${found.message}`);
}

const TRIGGER =
  "apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata: { name: a }\nspec:\n  scaleTargetRef: { name: a }\n  triggers: [{ type: promethues, metadata: {} }]\n";

showEach("manifests", MANIFESTS, {
  removed: [validated("apps/v1beta1", "Deployment"), "apps/v1beta1", 16, "apps/v1"],
  tooNew: [validated("policy/v1", "PodDisruptionBudget", "1.20"), "policy/v1 PodDisruptionBudget", 21, "1.20"],
  unknownVersion: [validated("apps/v3", "Deployment"), "apps/v3", ["apps/v1"]],
  unknownTrigger: [() => validatedText(TRIGGER, "1.34"), "promethues", "prometheus"],
  unknownKind: [validated("apps/v1", "Deploymnet"), "Deploymnet", "apps/v1", { nearest: "Deployment", known: [] }],
});
