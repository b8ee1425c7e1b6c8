import { createHmac, randomUUID } from "node:crypto";
import type { Json } from "./message.ts";

/** One webhook on its way to the App. */
export interface Delivery {
  /** The GUID that GitHub sends as X-GitHub-Delivery; a redelivery keeps it. */
  readonly guid: string;
  readonly id: number;
  readonly event: string;
  readonly payload: Json;
  readonly at: string;
  readonly isRedelivery: boolean;
  /** HTTP status of the App's answer; 0: none. */
  status: number;
}

/** Sends webhooks as GitHub does: signed, each with a GUID, never again by itself. */
export interface Relay {
  readonly deliveries: Delivery[];
  send(event: string, payload: Json): void;
  /** Delivers the same once more, under the same GUID. */
  again(delivery: Delivery): Promise<void>;
  /** Where to; null: nowhere, and what comes up meanwhile is lost, as when the App is down. */
  deliverTo(url: string | null): void;
  /** Events that are not sent at all, as when a network swallowed them. */
  lose(predicate: ((event: string, payload: Json) => boolean) | null): void;
  settled(): Promise<void>;
}

export function openRelay(secret: string): Relay {
  const deliveries: Delivery[] = [];
  const underWay = new Set<Promise<void>>();
  let target: string | null = null;
  let isLost: (event: string, payload: Json) => boolean = () => false;
  const dispatch = (delivery: Delivery): Promise<void> => {
    deliveries.push(delivery);
    const sent = post(target, secret, delivery).finally(() => underWay.delete(sent));
    underWay.add(sent);
    return sent;
  };
  return {
    deliveries,
    send: (event, payload) => {
      if (isLost(event, payload)) return;
      const at = new Date().toISOString();
      const id = deliveries.length + 1;
      void dispatch({ guid: randomUUID(), id, event, payload, at, isRedelivery: false, status: 0 });
    },
    again: ({ guid, event, payload }) => {
      const at = new Date().toISOString();
      return dispatch({ guid, id: deliveries.length + 1, event, payload, at, isRedelivery: true, status: 0 });
    },
    deliverTo: (url) => {
      target = url;
    },
    lose: (predicate) => {
      isLost = predicate ?? (() => false);
    },
    settled: async () => {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}

export const signed = (secret: string, body: string): string =>
  `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;

async function post(target: string | null, secret: string, delivery: Delivery): Promise<void> {
  if (target === null) return;
  const body = JSON.stringify(delivery.payload);
  const headers = {
    "content-type": "application/json",
    "user-agent": "GitHub-Hookshot/double",
    "x-github-event": delivery.event,
    "x-github-delivery": delivery.guid,
    "x-github-hook-id": "1",
    "x-hub-signature-256": signed(secret, body),
  };
  try {
    const response = await fetch(target, { method: "POST", headers, body, signal: AbortSignal.timeout(10_000) });
    delivery.status = response.status;
    await response.arrayBuffer();
  } catch {
    delivery.status = 0;
  }
}
