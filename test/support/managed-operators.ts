import { type Operator, type Resource, reporting } from "./operators.ts";

/** A kind that the templates write for a managed platform. */
export interface ManagedKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

const pluralOf = ({ kind }: ManagedKind): string => `${kind.toLowerCase()}s`;

/**
 * A definition of such a kind that takes everything: those of ACK, Config Connector, Azure Service Operator and provider-http
 * cannot be generated here. What they take is held against their own schemas by `validate`.
 */
export const definitionOf = (managed: ManagedKind): string =>
  JSON.stringify({
    ...{ apiVersion: "apiextensions.k8s.io/v1", kind: "CustomResourceDefinition" },
    metadata: { name: `${pluralOf(managed)}.${managed.group}` },
    spec: {
      ...{ group: managed.group, scope: "Namespaced" },
      names: { kind: managed.kind, plural: pluralOf(managed), singular: managed.kind.toLowerCase() },
      versions: [
        {
          ...{ name: managed.version, served: true, storage: true, subresources: { status: {} } },
          schema: { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } },
        },
      ],
    },
  });

/** Its operator: reports, in the words of the real one, that the platform has what was asked for. */
export const operatorOf = (managed: ManagedKind): Operator =>
  reporting(`/apis/${managed.group}/${managed.version}/${pluralOf(managed)}`, STATUS[managed.group] ?? ready);

const ready = ({ metadata }: Resource) => ({
  observedGeneration: metadata.generation,
  conditions: [{ type: "Ready", status: "True", reason: "UpToDate", message: "The resource is up to date" }],
});

const synced = () => ({
  ackResourceMetadata: { ownerAccountID: "123456789012", region: "us-east-1" },
  conditions: [{ type: "ACK.ResourceSynced", status: "True" }],
});

const STATUS: Readonly<Record<string, (resource: Resource) => object>> = {
  "sagemaker.services.k8s.aws": () => ({ ...synced(), endpointStatus: "InService" }),
  "applicationautoscaling.services.k8s.aws": synced,
  "lambda.services.k8s.aws": synced,
  "http.m.crossplane.io": ({ spec }) => {
    const { payload } = (spec as { forProvider: { payload?: { body?: string } } }).forProvider;
    const { tags } = JSON.parse(payload?.body ?? "{}") as { tags?: readonly string[] };
    const conditions = ["Synced", "Ready"].map((type) => ({ type, status: "True", reason: "Available" }));
    return { conditions, response: { statusCode: 200, body: JSON.stringify({ tags, status: { state: "running" } }) } };
  },
};
