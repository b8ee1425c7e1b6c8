import type { Complaint } from "../yaml/readings.ts";
import { at, complain, entries, isPresent, items, type Spot, show, textOf, when } from "./spot.ts";

const PINNED = /^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/;

/** How an expression of GitHub's begins. */
const EXPRESSION = ["$", "{{"].join("");

/** A workflow of GitHub Actions: it has jobs and says when, and is no manifest. */
export function isWorkflow(value: Readonly<Record<string, unknown>>): boolean {
  const names = ["apiVersion", "kind"].filter((key) => Object.hasOwn(value, key));
  return names.length === 0 && Object.hasOwn(value, "jobs") && Object.hasOwn(value, "on");
}

/** What GitHub would refuse, and what would let a foreign text or a moved tag run. */
export function workflowComplaints(value: Readonly<Record<string, unknown>>): readonly Complaint[] {
  const workflow: Spot = { value, path: [] };
  const jobs = at(workflow, "jobs");
  return [
    ...when(
      !isPresent(at(workflow, "permissions")),
      workflow,
      "`permissions` is required: else it may do what its token may",
    ),
    ...when(entries(jobs).length === 0, jobs, "has no job"),
    ...entries(jobs).flatMap(([, job]) => jobComplaints(job)),
  ];
}

function jobComplaints(job: Spot): readonly Complaint[] {
  if (isPresent(at(job, "uses"))) return usesComplaints(at(job, "uses"));
  const steps = items(at(job, "steps"));
  return [
    ...when(!isPresent(at(job, "runs-on")), job, "`runs-on` is required"),
    ...when(steps.length === 0, job, "`steps` is required"),
    ...steps.flatMap(stepComplaints),
  ];
}

function stepComplaints(step: Spot): readonly Complaint[] {
  const [uses, run] = [at(step, "uses"), at(step, "run")];
  const isInjected = textOf(run)?.includes(EXPRESSION) ?? false;
  return [
    ...when(isPresent(uses) === isPresent(run), step, "has one of `uses` and `run`"),
    ...usesComplaints(uses),
    ...when(
      isInjected,
      run,
      `holds an ${EXPRESSION} }} expression: a foreign text becomes part of the script; hand it over in env`,
    ),
  ];
}

function usesComplaints(uses: Spot): readonly Complaint[] {
  const text = textOf(uses);
  if (text === null || text.startsWith("./") || PINNED.test(text)) return [];
  return [complain(uses, `\`${show(text)}\` is not pinned to a commit (40 hexadecimal digits)`)];
}
