import { createHash } from "node:crypto";
import { renderManifests } from "../../../src/render/manifests.ts";
import { shippedTemplates } from "./sample.ts";
import { everyDeployment } from "./serving-variety.ts";

/** Run as a process of its own, in other time zones and languages: prints a hash of everything that is rendered. */
const templates = await shippedTemplates();
const hash = createHash("sha256");
let files = 0;
for (const input of Object.values(everyDeployment)) {
  for (const [path, text] of renderManifests(input, templates)) {
    hash.update(`${path}\n${text}\n`);
    files += 1;
  }
}
const { timeZone, locale } = new Intl.DateTimeFormat().resolvedOptions();
console.log(JSON.stringify({ hash: hash.digest("hex"), files, timeZone, locale }));
