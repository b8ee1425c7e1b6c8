import type { CodeHost, CodeHosts } from "../ports/code-host.ts";

const HIDDEN = "***";
/** Shorter values stand in ordinary text; hiding them would tell more than it hides. */
const SHORTEST = 8;

/** Takes secrets out of a text: as they are, URL-encoded, and in base64 however they lie among other bytes. */
export function redaction(secrets: readonly string[]): (text: string) => string {
  const forms = [...new Set(secrets.flatMap(formsOf))].filter((form) => form.length >= SHORTEST);
  const longestFirst = forms.toSorted((a, b) => b.length - a.length);
  return (text) => longestFirst.reduce((done, form) => done.replaceAll(form, HIDDEN), text);
}

function formsOf(secret: string): readonly string[] {
  const lines = secret.split(/\r?\n|\\n/).filter((line) => !line.startsWith("-----"));
  return [secret, encodeURIComponent(secret), ...base64Of(secret), ...lines];
}

/** Base64 depends on where among three bytes a value begins; the characters that its neighbours share are left out. */
function base64Of(secret: string): readonly string[] {
  return [0, 1, 2].flatMap((offset) => {
    const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)]);
    const from = Math.ceil((offset * 8) / 6);
    const whole = bytes.toString("base64").slice(from, Math.floor((bytes.length * 8) / 6));
    return [whole, whole.replaceAll("+", "-").replaceAll("/", "_")];
  });
}

/** The same repositories; no text that is written to them holds a secret. */
export function redactedHosts(hosts: CodeHosts, secrets: readonly string[]): CodeHosts {
  const clean = redaction(secrets);
  return {
    repositories: () => hosts.repositories(),
    repository: async (name) => {
      const host = await hosts.repository(name);
      return host === null ? null : redactedHost(host, clean);
    },
  };
}

function redactedHost(host: CodeHost, clean: (text: string) => string): CodeHost {
  return {
    ...host,
    writeComment: (number, body) => host.writeComment(number, clean(body)),
    updateComment: (id, body) => host.updateComment(id, clean(body)),
    writeCheck: (check) =>
      host.writeCheck({
        ...{ ...check, title: clean(check.title), summary: clean(check.summary) },
        annotations: check.annotations.map((one) => ({
          ...{ ...one, title: clean(one.title), message: clean(one.message) },
        })),
      }),
    suggest: (number, sha, suggestions) =>
      host.suggest(
        number,
        sha,
        suggestions.map((one) => ({ ...one, body: clean(one.body) })),
      ),
    writeDeploymentStatus: (deployment, status) =>
      host.writeDeploymentStatus(deployment, { ...status, description: clean(status.description) }),
  };
}
