import type { HttpAnswer, HttpRequest } from "../ports/http.ts";

/** What one address answers. */
export interface Route {
  readonly method: "GET" | "POST";
  /** A name in braces stands for one part and is handed on. */
  readonly path: string;
  readonly answer: (request: HttpRequest, part: string) => Promise<HttpAnswer>;
}

/** Refusals explain nothing: whoever may ask knows what was wrong. */
export const refuse = (status: number, headers: Readonly<Record<string, string>> = {}): HttpAnswer => ({
  status,
  headers: { ...PLAIN, ...headers },
  text: "",
});

export const PLAIN = {
  "content-type": "text/plain; charset=utf-8",
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
} as const;

/** Pages hold what people typed into pull requests: nothing in them may run, load or lead away. */
export const PAGE = {
  ...PLAIN,
  "content-type": "text/html; charset=utf-8",
  "content-security-policy":
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox",
  "referrer-policy": "no-referrer",
  "x-frame-options": "DENY",
} as const;

export async function dispatch(routes: readonly Route[], request: HttpRequest): Promise<HttpAnswer> {
  const found = routes.flatMap((route) => {
    const part = match(route.path, request.path);
    return part === null ? [] : [{ route, part }];
  });
  if (found.length === 0) return refuse(404);
  const method = request.method === "HEAD" ? "GET" : request.method;
  const here = found.find(({ route }) => route.method === method);
  if (here === undefined) return refuse(405, { allow: found.map(({ route }) => route.method).join(", ") });
  return here.route.answer(request, here.part);
}

/** The part that a path's name stands for; "" where it has none, null where the path is another. */
function match(pattern: string, path: string): string | null {
  if (!pattern.includes("{")) return pattern === path ? "" : null;
  const [before = ""] = pattern.split("{");
  const part = path.startsWith(before) ? path.slice(before.length) : "";
  return part === "" || part.includes("/") ? null : part;
}
