import { join } from "node:path";
import { cruise, type ICruiseResult } from "dependency-cruiser";
import extractConfiguration from "dependency-cruiser/config-utl/extract-depcruise-config";
import { ROOT } from "./disk.ts";

const { forbidden = [], options } = await extractConfiguration(join(ROOT, ".dependency-cruiser.mjs"));

/** What the dependency checker saw: every module below `planner` and `src`, and one sentence for each broken rule. */
export interface Arrows {
  readonly modules: readonly string[];
  readonly violations: readonly string[];
}

/** Follows the imports of a tree that has a `planner` and a `src` folder. */
export async function followArrows(root: string): Promise<Arrows> {
  const { output } = await cruise(["planner", "src"], {
    ...options,
    baseDir: root,
    validate: true,
    ruleSet: { forbidden },
  });
  const { modules, summary } = output as ICruiseResult;
  const advice = new Map(forbidden.map(({ name, comment }) => [name, comment]));
  return {
    modules: modules.map(({ source }) => source).filter((source) => /^(planner|src)\//.test(source)),
    violations: summary.violations.map(
      ({ rule, from, to }) => `${rule.name}: ${from} imports ${to}. ${advice.get(rule.name)}`,
    ),
  };
}

export const ruleNames = (): string[] => forbidden.map(({ name }) => name ?? "(unnamed)");
