import type { Complaint } from "../yaml/readings.ts";
import { complain, type Spot, show, textOf } from "./spot.ts";

/** The forms of names that Kubernetes knows, and how to say them. */
interface Form {
  readonly fits: (text: string) => boolean;
  readonly words: string;
}

const LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const LABEL_1035 = /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const QUALIFIED = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const VALUE = /^(([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9])?$/;
const PORT = /^(?=.*[a-z])(?!.*--)[a-z0-9]([-a-z0-9]{0,13}[a-z0-9])?$/;
/** Whatever can be printed in ASCII, but for the equals sign. */
const ENVIRONMENT = /^[ -<>-~]+$/;
const NARROW_ENVIRONMENT = /^[-._a-zA-Z][-._a-zA-Z0-9]*$/;
const DATA_KEY = /^[-._a-zA-Z0-9]{1,253}$/;

export const isSubdomain = (text: string): boolean => text.length <= 253 && SUBDOMAIN.test(text);

export const FORMS = {
  label: { fits: (text) => LABEL.test(text), words: "a DNS-1123 label (a-z, 0-9 and -, at most 63)" },
  label1035: { fits: (text) => LABEL_1035.test(text), words: "a DNS-1035 label (a-z first, then a-z, 0-9 and -)" },
  subdomain: { fits: isSubdomain, words: "a DNS-1123 name (a-z, 0-9, - and ., at most 253)" },
  segment: { fits: (text) => !/[/%]|^\.{1,2}$/.test(text), words: "a path segment (no / and no %)" },
  labelKey: { fits: isQualified, words: "a label key ([prefix/]name, name at most 63)" },
  qualified: { fits: isQualified, words: "a qualified name ([prefix/]name, name at most 63)" },
  labelValue: { fits: (text) => VALUE.test(text), words: "a label value (A-Z, a-z, 0-9, -, _ and ., at most 63)" },
  portName: { fits: (text) => PORT.test(text), words: "a port name (a-z, 0-9 and -, at most 15, one letter)" },
  environment: { fits: (text) => ENVIRONMENT.test(text), words: "a name of an environment variable" },
  narrowEnvironment: {
    fits: (text) => NARROW_ENVIRONMENT.test(text) && text !== "." && !text.startsWith(".."),
    words: "a name of an environment variable (A-Z, a-z, 0-9, -, _ and ., no digit first)",
  },
  dataKey: {
    fits: (text) => DATA_KEY.test(text) && text !== "." && !text.startsWith(".."),
    words: "a data key (A-Z, a-z, 0-9, -, _, .)",
  },
} as const satisfies Record<string, Form>;

/** Names got wider with releases. Source: RelaxedServiceNameValidation and RelaxedEnvironmentVariableValidation in pkg/features/kube_features.go. */
export const serviceName = (release: number): keyof typeof FORMS => (release < 36 ? "label1035" : "label");
export const variableName = (release: number): keyof typeof FORMS =>
  release < 32 ? "narrowEnvironment" : "environment";

/** A complaint when a text is not of the form; other types are the schema's business. */
export function mustBe(form: keyof typeof FORMS, spot: Spot): readonly Complaint[] {
  const text = textOf(spot);
  if (text === null || FORMS[form].fits(text)) return [];
  return [complain(spot, `\`${show(text)}\` is not ${FORMS[form].words}`)];
}

/** The same for a key, which is not a value of its own. */
export function keyMustBe(form: keyof typeof FORMS, key: string, spot: Spot): readonly Complaint[] {
  return FORMS[form].fits(key) ? [] : [complain(spot, `\`${show(key)}\` is not ${FORMS[form].words}`)];
}

function isQualified(key: string): boolean {
  const slash = key.indexOf("/");
  if (slash === -1) return QUALIFIED.test(key);
  return isSubdomain(key.slice(0, slash)) && QUALIFIED.test(key.slice(slash + 1));
}
