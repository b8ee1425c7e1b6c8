/** One request, as far as it has been read: the head. */
export interface HttpRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Reads the body, at most so many bytes; a stated length beyond that is not read at all. */
  body(mostBytes: number): Promise<HttpBody>;
}

export type HttpBody =
  | { readonly kind: "whole"; readonly bytes: Uint8Array }
  | { readonly kind: "tooLarge" }
  /** The caller went away, or took too long. */
  | { readonly kind: "brokenOff" };

export interface HttpAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly text?: string;
}

export interface HttpServer {
  /** The port really taken, also where 0 was asked for. */
  readonly port: number;
  /** Takes no more, lets what runs end, and closes what idles. */
  close(): Promise<void>;
}

export interface Listening {
  readonly host: string;
  readonly port: number;
  /** So many requests are served in private before it opens: the first callers then find it at its full speed. */
  readonly rehearsals: number;
  readonly answer: (request: HttpRequest) => Promise<HttpAnswer>;
}

export type Listen = (listening: Listening) => Promise<HttpServer>;
