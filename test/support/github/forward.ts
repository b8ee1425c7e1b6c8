import type { Call, Reply } from "./message.ts";
import type { State } from "./state.ts";

/** Lets the emulator answer a call as it came. */
export function forward(state: State, call: Call): Promise<Reply> {
  const query = call.query.size === 0 ? "" : `?${call.query}`;
  const path = call.path
    .split("/")
    .map((part) => encodeURIComponent(decodeURIComponent(part)))
    .join("/");
  const { host: _host, "content-length": _length, connection: _connection, ...headers } = call.headers;
  return state.upstream.send(call.method, `${path}${query}`, { headers, text: call.text });
}
