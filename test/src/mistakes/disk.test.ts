import { execFileSync } from "node:child_process";
import { linkSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { directoryTree } from "../../../src/adapters/directory-tree.ts";
import { disk } from "../../../src/adapters/disk.ts";
import { kubernetesModels } from "../../../src/adapters/kubernetes-models.ts";
import { resultsFile } from "../../../src/adapters/results-file.ts";
import { schemaFolder } from "../../../src/adapters/schema-folder.ts";
import { DISK } from "../../../src/mistakes/disk.ts";
import { temporaryFolder } from "../../support/command.ts";
import { withFiles } from "../../support/in-process.ts";
import { showEach, withPlacesNamed } from "../../support/mistakes.ts";

/** Does something in a folder of its own, whose path reads `/here`. */
const here = (act: (folder: string) => unknown) => async () => {
  const folder = temporaryFolder();
  await withPlacesNamed(() => act(folder), [folder, "/here"]);
};
const reading = (path: string, prepare: (folder: string) => unknown) =>
  here(async (folder) => {
    await prepare(folder);
    return (await directoryTree(folder)).read(path);
  });
const writing = (path: string, prepare: (folder: string) => unknown = () => undefined) =>
  here(async (folder) => {
    await prepare(folder);
    return disk.write(join(folder, "out"), new Map([[path, "a: 1\n"]]));
  });

const MOST = 100_000;
/** One file by many names: that many of their own would take a while. */
function crowd(folder: string): void {
  for (let i = 0; i <= MOST; i++) {
    if (i % 20_000 === 0) writeFileSync(join(folder, `${i}`), "");
    else linkSync(join(folder, `${i - (i % 20_000)}`), join(folder, `${i}`));
  }
}
const pipe = (folder: string) => execFileSync("mkfifo", [join(folder, "pipe")]);
const large = (folder: string) => {
  writeFileSync(join(folder, "log.csv"), "");
  truncateSync(join(folder, "log.csv"), 2 ** 29 + 1);
};
const WIDGET = { apiVersion: "example.com/v1", kind: "Widget" };

showEach("disk", DISK, {
  noFolder: [here((folder) => directoryTree(join(folder, "none"))), "nothing"],
  noFile: [reading("pipe", pipe), "a pipe or device"],
  leadsOutside: [reading("elsewhere", (folder) => symlinkSync("/etc/hostname", join(folder, "elsewhere"))), "/here"],
  tooLarge: [reading("log.csv", large), 2 ** 29 + 1, 2 ** 29],
  tooManyFiles: [
    here(async (folder) => {
      crowd(folder);
      return (await directoryTree(folder)).list();
    }),
    MOST,
  ],
  fileForFolder: [writing("a.yaml", (folder) => writeFileSync(join(folder, "out"), ""))],
  unsafePath: [writing("../a.yaml"), '"../a.yaml"', 'has the component ".."'],
  throughLink: [
    writing("there/a.yaml", (folder) => {
      mkdirSync(join(folder, "out"));
      symlinkSync("/tmp", join(folder, "out/there"));
    }),
    "there",
  ],
  folderForFile: [writing("a.yaml", (folder) => mkdirSync(join(folder, "out/a.yaml"), { recursive: true }))],
  throughFile: [writing("a/b.yaml", (folder) => withFiles(folder, { "out/a": "" })), "a"],
  noTarget: [
    here((folder) => resultsFile.openResults(join(folder, "none/results.csv"))),
    "a folder that does not exist",
  ],
  noSchemas: [here((folder) => schemaFolder(join(folder, "none"), kubernetesModels()))],
  badSchema: [
    here(async (folder) => {
      withFiles(folder, { "example.com/widget_v1.json": "{" });
      const schemas = await schemaFolder(folder, kubernetesModels());
      return schemas.check(WIDGET, { ...WIDGET, kubernetes: "1.34" });
    }),
    "Expected property name or '}' in JSON at position 1 (line 1 column 2)",
  ],
});
