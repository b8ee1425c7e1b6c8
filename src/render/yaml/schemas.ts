import { CORE_SCHEMA, DUMP_SCHEMA, defineScalarTag, mergeTag, NOT_RESOLVED } from "js-yaml";

/** YAML 1.2 as editors and JavaScript read it, with merge keys, which every Kubernetes tool accepts. */
export const EDITOR_SCHEMA = CORE_SCHEMA.withTags(mergeTag);

// sigs.k8s.io/yaml is go-yaml v2: it drops underscores, then asks Go's ParseInt with base 0, then its own float pattern.
const GO_INTEGER = /^[-+]?(?:0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO][0-7]+|0[0-7]*|[1-9][0-9]*)$/;
const GO_FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const FIRST_OF_NUMBER = ["-", "+", ".", ..."0123456789"];

const [dumpInteger, dumpFloat] = ["int", "float"].map((name) =>
  DUMP_SCHEMA.tags.find((tag) => tag.nodeKind === "scalar" && tag.tagName === `tag:yaml.org,2002:${name}`),
);

/**
 * YAML as the API server may read it: YAML 1.1 (yes, on, 0777, 1:30, dates), widened by what go-yaml v2 takes for a
 * number. Used both to compare readings and to decide what must be quoted.
 */
export const KUBERNETES_SCHEMA = DUMP_SCHEMA.withTags(
  numberTag("int", dumpInteger, GO_INTEGER),
  numberTag("float", dumpFloat, GO_FLOAT),
);

function numberTag(name: string, inherited: (typeof DUMP_SCHEMA.tags)[number] | undefined, pattern: RegExp) {
  if (inherited?.nodeKind !== "scalar") throw new Error(`js-yaml lost its ${name} tag`);
  return defineScalarTag<unknown>(inherited.tagName, {
    implicit: true,
    implicitFirstChars: FIRST_OF_NUMBER,
    identify: inherited.identify,
    represent: inherited.represent,
    resolve: (source, isExplicit, tagName) => {
      const plain = source.replaceAll("_", "");
      if (!FIRST_OF_NUMBER.includes(source.charAt(0)) || !pattern.test(plain)) {
        return inherited.resolve(source, isExplicit, tagName);
      }
      const value = numberOf(plain);
      return Number.isFinite(value) ? value : NOT_RESOLVED;
    },
  });
}

function numberOf(plain: string): number {
  const sign = plain.startsWith("-") ? -1 : 1;
  const digits = plain.replace(/^[-+]/, "");
  if (/^0[0-7]+$/.test(digits)) return sign * Number.parseInt(digits, 8);
  return sign * Number(digits);
}
