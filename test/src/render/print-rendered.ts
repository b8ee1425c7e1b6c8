import { createHash } from "node:crypto";
import { renderManifests } from "../../../src/render/manifests.ts";
import { shippedTemplates } from "./sample.ts";
import { everyDeployment } from "./serving-variety.ts";

/** What is printed: a hash of all files, how many there are, and where the process thinks it is. */
export interface Printed {
  readonly hash: string;
  readonly files: number;
  readonly timeZone: string;
  readonly locale: string;
}

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
const printed: Printed = { hash: hash.digest("hex"), files, timeZone, locale };
console.log(JSON.stringify(printed));
