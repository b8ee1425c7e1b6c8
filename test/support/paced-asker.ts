import { openApi } from "../../src/adapters/github/api.ts";
import { openPaces } from "../../src/adapters/github/pace.ts";
import { openStore } from "../../src/adapters/store/open-store.ts";
import { pause } from "./until.ts";

/** `node paced-asker.ts NAME DATABASE GITHUB read|write`: asks one thing after the other, as fast as it may, until it is killed. */
const [name = "", url = "", baseUrl = "", kind = "read"] = process.argv.slice(2);
const store = await openStore({ url, folder: "", warn: () => undefined });
const pace = openPaces({ now: Date.now, wait: pause, turns: store.turns })("installation/5");
const token = async (): Promise<string> => "token";
const api = openApi({ baseUrl, pace, now: Date.now, userAgent: "loadline/0" }, { read: token, write: token });
for (;;) {
  if (kind === "write") await api.write(`POST /${name}`, {});
  else await Promise.all([api.get(`GET /${name}`), pause(50)]);
}
