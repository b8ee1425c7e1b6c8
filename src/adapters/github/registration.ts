import { GITHUB } from "../../mistakes/github.ts";
import { OutsideError } from "../../ports/failure.ts";
import type { Registration } from "../../ports/github-app.ts";
import type { Api } from "./api.ts";

interface RawApp {
  readonly slug: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly events?: readonly string[];
}

interface RawDelivery {
  readonly status_code: number;
  readonly delivered_at: string;
}

/** What GitHub's books say about the App; servers that do not tell everything leave parts null. */
export async function readRegistration(api: Api): Promise<Registration> {
  const app = await api.get<RawApp>("GET /app");
  if (app === null) throw new OutsideError("GitHub", GITHUB.noApp, false);
  const hook = await api.get<{ url?: string }>("GET /app/hook/config");
  const deliveries = await api.get<readonly RawDelivery[]>("GET /app/hook/deliveries", { per_page: 100 });
  return {
    slug: app.slug,
    permissions: app.permissions ?? {},
    events: app.events ?? [],
    hookUrl: hook === null ? null : (hook.url ?? ""),
    deliveries: deliveries?.map(({ status_code: status, delivered_at: at }) => ({ status, at })) ?? null,
  };
}
