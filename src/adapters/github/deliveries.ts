import type { Api } from "./api.ts";

interface RawDelivery {
  readonly id: number;
  readonly guid: string;
  readonly delivered_at: string;
  readonly status_code: number;
}

/** GitHub does not send again by itself. */
export async function redeliver(api: Api, since: Date): Promise<number> {
  // The list has cursors instead of pages; a hundred are more than a sweep every few minutes leaves behind.
  const all = (await api.get<readonly RawDelivery[]>("GET /app/hook/deliveries", { per_page: 100 })) ?? [];
  const recent = all.filter(({ delivered_at: at }) => Date.parse(at) >= since.getTime());
  // One GUID may have gone out several times; once it arrived, it is through.
  const arrived = new Set(recent.filter(isThrough).map(({ guid }) => guid));
  const lost = new Map(recent.filter(({ guid }) => !arrived.has(guid)).map((one) => [one.guid, one]));
  for (const { id } of lost.values()) {
    await api.write("POST /app/hook/deliveries/{delivery_id}/attempts", { delivery_id: id });
  }
  return lost.size;
}

const isThrough = ({ status_code: status }: RawDelivery): boolean => status >= 200 && status < 300;
