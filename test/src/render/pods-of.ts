import { load } from "js-yaml";

interface Template {
  readonly metadata?: object;
  readonly spec?: unknown;
}

interface Workload {
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec?: {
    readonly template?: Template;
    readonly jobTemplate?: { readonly spec?: { readonly template?: Template } };
  };
}

/** The pods that the workload of a text would make, as texts: what a namespace's Pod Security judges. */
export function podsOf(text: string): readonly string[] {
  const { metadata, spec } = load(text) as Workload;
  const template = spec?.jobTemplate?.spec?.template ?? spec?.template;
  if (
    template?.spec === undefined ||
    !text.includes("containers:") ||
    /^kind: (?:ContainerApp|RunService)$/m.test(text)
  )
    return [];
  const { name, namespace } = metadata;
  return [
    JSON.stringify({ apiVersion: "v1", kind: "Pod", ...template, metadata: { ...template.metadata, name, namespace } }),
  ];
}
