import { z } from "zod";
import { ENVIRONMENT } from "../mistakes/environment.ts";
import { OUTSIDE } from "../mistakes/outside.ts";
import { type ApplicationState, type ArgoCd, applicationState } from "../ports/argocd.ts";
import { environmentError } from "../ports/environment.ts";
import { type InputError, OutsideError } from "../ports/failure.ts";

/** Silence for so long is no answer. */
const PATIENCE_MS = 10_000;

/** What is read of an Application; everything else in it is left alone. */
const application = z.object({
  metadata: z.object({ name: z.string(), annotations: z.record(z.string(), z.string()).default({}) }),
  status: z
    .object({ sync: z.unknown(), health: z.unknown(), operationState: z.unknown(), conditions: z.unknown() })
    .partial()
    .default({}),
});

/** Argo CD's API at `LOADLINE_ARGOCD_URL`, read with `LOADLINE_ARGOCD_API_TOKEN`; null where neither is set. */
export function argoCd(environment: Readonly<Record<string, string | undefined>>): ArgoCd | null {
  const address = environment["LOADLINE_ARGOCD_URL"]?.trim() ?? "";
  const token = environment["LOADLINE_ARGOCD_API_TOKEN"]?.trim() ?? "";
  if (address === "" && token === "") return null;
  const url = URL.parse(address);
  if (url === null || !["https:", "http:"].includes(url.protocol))
    throw wrong("LOADLINE_ARGOCD_URL", address === "" ? "nothing" : "no such address");
  if (token === "") throw wrong("LOADLINE_ARGOCD_API_TOKEN", "nothing");
  return { application: (name, namespace) => read(new URL(address), token, { name, namespace }) };
}

const wrong = (at: string, found: string): InputError => environmentError(at, ENVIRONMENT.halfOfArgoCd(found));

interface Named {
  readonly name: string;
  readonly namespace: string;
}

/** The token goes to that address and nowhere else: a redirect is an error. */
async function read(base: URL, token: string, { name, namespace }: Named): Promise<ApplicationState | null> {
  const path = `${base.pathname.replace(/\/+$/, "")}/api/v1/applications/${encodeURIComponent(name)}`;
  const url = new URL(`${path}?appNamespace=${encodeURIComponent(namespace)}&refresh=normal`, base);
  const answer = await ask(url, token);
  // Argo CD says 403 where a token may not see an Application, and where there is none.
  if (answer.status === 404 || answer.status === 403) return null;
  if (!answer.ok)
    throw new OutsideError(
      "Argo CD",
      OUTSIDE.argoCdAnswers(answer.status),
      answer.status >= 500 || answer.status === 429,
    );
  const parsed = application.safeParse(await answer.json().catch(() => null));
  if (!parsed.success) throw new OutsideError("Argo CD", OUTSIDE.noApplication, false);
  const { metadata, status } = parsed.data;
  return applicationState({
    ...metadata,
    ...{ sync: status.sync, health: status.health, operation: status.operationState, conditions: status.conditions },
  });
}

async function ask(url: URL, token: string): Promise<Response> {
  try {
    const headers = { authorization: `Bearer ${token}`, accept: "application/json" };
    return await fetch(url, { headers, redirect: "error", signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch {
    throw new OutsideError("Argo CD", OUTSIDE.argoCdUnreachable, true);
  }
}
