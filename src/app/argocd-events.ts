import { z } from "zod";
import type { AppStore } from "../ports/app-store.ts";
import type { HttpAnswer, HttpRequest } from "../ports/http.ts";
import { argoCdEventKey } from "../tasks/app/argocd-event.ts";
import { PLAIN, refuse } from "./routes.ts";
import { isAllowed } from "./secrets.ts";

/** An Application of thousands of resources stays below this; the callback names none of them. */
const MOST_BYTES = 2 ** 20;

const NAME = z.string().min(1).max(253);
const status = z.record(z.string(), z.unknown());

/** `{"v":1,…}` as CONTRACT section 8 has it; each part as it stands in the Application's status, where it may be missing. */
export const argoCdEvent = z.object({
  v: z.literal(1),
  app: NAME,
  namespace: NAME,
  uid: z.string().max(100).nullable().default(null),
  sync: status.nullable().default(null),
  health: status.nullable().default(null),
  operation: status.nullable().default(null),
  annotations: z.record(z.string(), z.string()).nullable().default(null),
});

/** A callback of Argo CD's notifications is a hint to look, and the only news where Argo CD cannot be asked. */
export async function hearArgoCd(
  request: HttpRequest,
  { store, token }: { readonly store: AppStore; readonly token: string | null },
): Promise<HttpAnswer> {
  if (!isAllowed(request.headers["authorization"], token)) return refuse(401);
  const body = await request.body(MOST_BYTES);
  if (body.kind === "tooLarge") return refuse(413);
  if (body.kind === "brokenOff") return refuse(408);
  const event = argoCdEvent.safeParse(parsed(Buffer.from(body.bytes).toString("utf8")));
  if (!event.success) return refuse(400);
  const { app: application, namespace } = event.data;
  await store.memory.write(argoCdEventKey(namespace, application), event.data);
  await store.queue.add([{ kind: "sync", application, namespace }]);
  return { status: 202, headers: PLAIN, text: "" };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
