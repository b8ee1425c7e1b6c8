/** What a caller asked, as the double sees it: the path without `/api/v3`. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed JSON body, or undefined where there is none. */
  readonly body: unknown;
  readonly text: string;
  readonly token: string | null;
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** One request and its answer, as they went over the wire; tests look at these. */
export interface Exchange {
  readonly call: Call;
  readonly reply: Reply;
  /** Who answered: the emulator, this double in its place, or an injected fault. */
  readonly by: "emulator" | "gap" | "fault";
  readonly at: number;
}

// The double reads and rewrites GitHub's own JSON; its shape is checked against the OpenAPI, not by the compiler.
// biome-ignore lint/suspicious/noExplicitAny: foreign JSON of some forty shapes
export type Json = any;

export const reply = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Reply => ({
  status,
  headers,
  body,
});

export const notFound = (): Reply =>
  reply(404, { message: "Not Found", documentation_url: "https://docs.github.com/rest" });

export const invalid = (message: string): Reply =>
  reply(422, { message, documentation_url: "https://docs.github.com/rest" });

/** GitHub pages every list: `per_page` at most 100, the way onward in `Link`. */
export function page(items: readonly unknown[], call: Call, base: string): Reply {
  const size = Math.min(100, Math.max(1, Number(call.query.get("per_page") ?? 30)));
  const number = Math.max(1, Number(call.query.get("page") ?? 1));
  const last = Math.max(1, Math.ceil(items.length / size));
  const link = (to: number, rel: string): string => {
    const query = new URLSearchParams(call.query);
    query.set("page", String(to));
    query.set("per_page", String(size));
    return `<${base}${call.path}?${query}>; rel="${rel}"`;
  };
  const links = number < last ? [link(number + 1, "next"), link(last, "last")] : [];
  const shown = items.slice((number - 1) * size, number * size);
  return reply(200, shown, links.length === 0 ? {} : { link: links.join(", ") });
}
