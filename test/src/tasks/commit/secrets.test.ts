import { describe, expect, it } from "vitest";
import { findSecret } from "../../../../src/tasks/commit/secrets.ts";

const find = (text: string) => findSecret(new Map([["a.yaml", text]]));
/** Put together here, so that no scanner takes this file for a leak. */
const token = (prefix: string, letters: number): string => prefix + "aB3".repeat(letters).slice(0, letters);

describe("secrets", () => {
  it.each([
    ["a private key", `-----BEGIN RSA ${"PRIVATE"} KEY-----`],
    ["a GitHub token", token("ghs_", 36)],
    ["a GitHub token", token("github_pat_", 40)],
    ["a GitLab token", token("glpat-", 20)],
    ["a Hugging Face token", token("hf_", 34)],
    ["an AWS access key", `AKIA${"Z9".repeat(8)}`],
    ["a Google API key", token("AIza", 35)],
    ["an OpenAI or Anthropic key", token("sk-ant-", 40)],
    ["a LangSmith key", `lsv2_pt_${"0f".repeat(16)}`],
    ["a Slack token", token("xoxb-", 12)],
    ["a JSON web token", `eyJ${"a".repeat(12)}.eyJ${"b".repeat(12)}.${"c".repeat(12)}`],
  ])("%s is found, with its line", (what, text) => {
    expect(find(`kind: ConfigMap\n---\nvalue: "${text}"\n`)).toEqual({ path: "a.yaml", line: 3, what });
  });

  it.each([
    "apiVersion: v1\nkind: Secret\nstringData:\n  a: b\n",
    'kind: ConfigMap\ndata: {}\n---\napiVersion: v1\nkind: "Secret" # x\ndata: { a: Yg== }\n',
    '{\n  "kind": "Secret",\n  "data": {}\n}\n',
  ])("a Secret with data is found", (text) => {
    expect(find(text)?.what).toBe("a Kubernetes Secret with its data");
  });

  it.each([
    "kind: ExternalSecret\nspec:\n  data: []\n",
    "kind: Secret\nmetadata: { name: x }\n---\nkind: ConfigMap\ndata: {}\n",
    `image: vllm@sha256:${"0f".repeat(32)}\n`,
    "secretKeyRef: { name: hf-token, key: token }\nname: task-scheduler-with-a-very-long-name-indeed\n",
  ])("references and digests are not secrets", (text) => {
    expect(find(text)).toBeNull();
  });
});
