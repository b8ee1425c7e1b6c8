import type { Api } from "./api.ts";

interface RawDelivery {
  readonly id: number;
  readonly guid: string;
  readonly delivered_at: string;
  readonly status_code: number;
  readonly event: string;
}

/** What the sweep finds by itself is not asked for again where it is older than this: after a long silence there are thousands. */
const FOUND_ANYWAY = ["pull_request", "push"];
const FRESH_MS = 3_600_000;

/** GitHub does not send again by itself. Returns for how much it was asked. */
export async function redeliver(api: Api, since: Date, now: Date): Promise<number> {
  const recent: RawDelivery[] = [];
  for await (const page of api.pages<RawDelivery>("GET /app/hook/deliveries")) {
    const young = page.filter(({ delivered_at: at }) => Date.parse(at) >= since.getTime());
    recent.push(...young);
    if (young.length < page.length) break;
  }
  // One GUID may have gone out several times; once it arrived, it is through.
  const arrived = new Set(recent.filter(isThrough).map(({ guid }) => guid));
  const isWanted = ({ guid, event, delivered_at: at }: RawDelivery): boolean =>
    !arrived.has(guid) && !(FOUND_ANYWAY.includes(event) && Date.parse(at) < now.getTime() - FRESH_MS);
  const lost = new Map(recent.filter(isWanted).map((one) => [one.guid, one]));
  for (const { id } of lost.values()) {
    await api.write("POST /app/hook/deliveries/{delivery_id}/attempts", { delivery_id: id });
  }
  return lost.size;
}

const isThrough = ({ status_code: status }: RawDelivery): boolean => status >= 200 && status < 300;
