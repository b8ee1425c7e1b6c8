import { readSettings } from "../../../src/config/index.ts";
import { SETTINGS } from "../../../src/mistakes/settings.ts";
import { showEach } from "../../support/mistakes.ts";
import { replaced, settings } from "../config/examples.ts";

const read = (from: string, to: string) => () => readSettings(replaced(settings, from, to), "loadline.yaml");

showEach("settings", SETTINGS, {
  repeatedCluster: [read("name: green", "name: blue")],
  secondDefault: [read('"https://green.example.com"', '"https://green.example.com", default: true')],
  operatorsKey: [read("main: {}", "main: { url: http://10.0.0.1:9090 }")],
});
