import type { Mistake } from "../ports/failure.ts";

/** Files and folders that are not what they should be, or must not be read or written. */
export const DISK = {
  noFolder: (found: string): Mistake => ({
    found,
    wanted: "a folder",
    advice: "Check the spelling, and the folder you are in.",
  }),
  noFile: (found: string): Mistake => ({ found, wanted: "a file", advice: "Name the file itself." }),
  leadsOutside: (folder: string): Mistake => ({
    found: "a path that leads outside",
    wanted: `a path below ${folder}`,
    advice: "Copy the file into the folder; paths in configuration never lead outside.",
  }),
  tooLarge: (bytes: number, most: number): Mistake => ({
    found: `${bytes} bytes`,
    wanted: `at most ${most} bytes`,
    advice: "Shorten it, or keep it elsewhere.",
  }),
  tooManyFiles: (most: number): Mistake => ({
    found: "more files",
    wanted: `a folder of at most ${most} files`,
    advice: "Name the folder that holds loadline.yaml.",
  }),
  fileForFolder: {
    found: "a file, or a path through one",
    wanted: "a folder, or a name that is free",
    advice: "Choose another folder, or remove the file.",
  },
  /** `path` in quotes; `reason` says what it does. */
  unsafePath: (path: string, reason: string): Mistake => ({
    found: `the path ${path}, which ${reason}`,
    wanted: "a path that stays below this folder",
    advice: "Choose another folder, or remove what stands in the way.",
  }),
  throughLink: (link: string): string => `leads through the symbolic link ${link}`,
  folderForFile: "is a folder already",
  throughFile: (file: string): string => `needs a folder where the file ${file} stands`,
  noTarget: (found: string): Mistake => ({
    found,
    wanted: "a file in a folder that can be written",
    advice: "Name another file; nothing was written.",
  }),
  noSchemas: {
    found: "no folder",
    wanted: "a folder of JSON Schemas in kubeconform's layout",
    advice: "Check the spelling, or leave --schemas out: loadline has the schemas of Kubernetes' own kinds.",
  },
  /** `found` is what keeps it from being used. */
  badSchema: (found: string): Mistake => ({
    found,
    wanted: "a JSON Schema that stands by itself or refers to files beside it",
    advice: "Generate it again, for example with kubeconform's openapi2jsonschema.",
  }),
} as const;
