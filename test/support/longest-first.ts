import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * Files that take longest, and of them first those that mostly wait for other processes: whatever comes last of a room would run
 * alone. Vitest knows no durations in a fresh clone, and would go by the size of files.
 */
const LONGEST = [
  ...["src/app/survival", "src/newcomer", "src/package", "golden/guides", "planner/plan/search/advise"],
  ...["src/adapters/store/store", "calibration/real-engine", "planner/plan/search/compare", "src/cli/documents"],
  ...["src/report/browser", "src/render/real-server", "planner/plan/sparse-traffic"],
].map((name) => `/test/${name}.test.ts`);

/** The order in which test files begin: within a project the longest first, then as vitest has it. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rank = ({ moduleId }: TestSpecification) => {
      const place = LONGEST.findIndex((name) => moduleId.endsWith(name));
      return place === -1 ? LONGEST.length : place;
    };
    const projects = [...new Set(sorted.map(({ project }) => project))];
    return projects.flatMap((own) => sorted.filter(({ project }) => project === own).sort((a, b) => rank(a) - rank(b)));
  }
}
