import type { Annotation, Check, Conclusion, HostRefusal, Written } from "../../../ports/code-host.ts";
import { RefusedRead } from "../answers.ts";
import type { Parameters, Sent } from "../api.ts";
import { at, type Desk } from "./desk.ts";
import type { RawCheck } from "./raw.ts";

const NAME = "loadline";
/** What GitHub takes in one request; more are added with the next. */
const ANNOTATIONS_AT_ONCE = 50;

/** What answers for a commit. A run that was cancelled does not: whoever looks at the commit again writes it anew. */
const ANSWERS: readonly Conclusion[] = ["success", "neutral", "failure", "action_required"];

/** Who may not read checks sees none. */
export async function readCheck(desk: Desk, sha: string): Promise<Conclusion | null | undefined> {
  const run = await orWhereRefused(
    () => ownRun(desk, sha),
    () => null,
  );
  if (run === null) return undefined;
  if (run.status !== "completed") return null;
  // Of a kind that loadline does not write: GitHub itself gave it up, so it is to be written again.
  return ANSWERS.find((known) => known === run.conclusion) ?? undefined;
}

type RunAnswer = Pick<RawCheck, "id"> & Partial<Pick<RawCheck, "app">>;

/** The newest run of this name, of this App. */
async function ownRun(desk: Desk, sha: string): Promise<RawCheck | null> {
  const runs = await desk.api.all<RawCheck>(
    "GET /repos/{owner}/{repo}/commits/{ref}/check-runs",
    { ...at(desk), ref: sha, check_name: NAME, filter: "latest" },
    (body) => (body as { check_runs: RawCheck[] }).check_runs,
  );
  return runs.filter(({ app }) => isOwn(desk, app)).sort((a, b) => b.id - a.id)[0] ?? null;
}

function isOwn({ author }: Desk, app: RawCheck["app"]): boolean {
  if (author.appId !== null) return app?.id === undefined || app.id === author.appId;
  return app?.slug === undefined || loginOf(app.slug) === author.login;
}

const loginOf = (slug: string): string => `${slug}[bot]`;

/**
 * Annotations are added and never taken back, so a run that has some is followed by a new one of the same name, which GitHub
 * shows in its place.
 */
export function writeCheck(desk: Desk, check: Check): Promise<Written> {
  return orWhereRefused<Written>(
    () => written(desk, check),
    (refusal) => refusal,
  );
}

async function orWhereRefused<Answer>(ask: () => Promise<Answer>, otherwise: (refusal: HostRefusal) => Answer) {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof RefusedRead) return otherwise(error.refusal);
    throw error;
  }
}

async function written(desk: Desk, check: Check): Promise<Written> {
  const known = await ownRun(desk, check.sha);
  const isMarked = (known?.output?.annotations_count ?? 0) > 0;
  const parts = inParts(check.annotations);
  const first = bodyOf(check, parts[0] ?? []);
  const run = known === null || isMarked ? await createRun(desk, check, first) : await updateRun(desk, known.id, first);
  if (run.kind !== "sent") return run;
  if (run.body.app?.slug !== undefined) desk.author.heard?.(loginOf(run.body.app.slug));
  for (const part of parts.slice(1)) {
    const more = await updateRun(desk, run.body.id, { output: outputOf(check, part) });
    if (more.kind !== "sent") return more;
  }
  return { kind: "written", id: run.body.id };
}

function createRun(desk: Desk, { sha }: Check, body: Parameters): Promise<Sent<RunAnswer>> {
  let before: number | null = null;
  const lookBefore = ownRun(desk, sha).then((run) => {
    before = run?.id ?? null;
  });
  const find = async (): Promise<RunAnswer | null> => {
    const run = await ownRun(desk, sha);
    return run !== null && run.id !== before ? run : null;
  };
  const route = "POST /repos/{owner}/{repo}/check-runs";
  return lookBefore.then(() => desk.api.write(route, { ...at(desk), name: NAME, head_sha: sha, ...body }, find));
}

function updateRun(desk: Desk, id: number, body: Parameters): Promise<Sent<RunAnswer>> {
  return desk.api.write("PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}", {
    ...at(desk),
    check_run_id: id,
    ...body,
  });
}

function bodyOf(check: Check, annotations: readonly Annotation[]): Parameters {
  const ended =
    check.conclusion === null ? { status: "in_progress" } : { status: "completed", conclusion: check.conclusion };
  const details = check.detailsUrl === null ? {} : { details_url: check.detailsUrl };
  return { ...ended, ...details, output: outputOf(check, annotations) };
}

function outputOf({ title, summary }: Check, annotations: readonly Annotation[]): Parameters {
  const listed = annotations.map(({ path, line, level, title: heading, message }) => ({
    path,
    start_line: line,
    end_line: line,
    annotation_level: level,
    title: heading,
    message,
  }));
  return { title, summary, annotations: listed };
}

function inParts(annotations: readonly Annotation[]): readonly (readonly Annotation[])[] {
  const count = Math.ceil(annotations.length / ANNOTATIONS_AT_ONCE);
  return Array.from({ length: count }, (_, part) =>
    annotations.slice(part * ANNOTATIONS_AT_ONCE, (part + 1) * ANNOTATIONS_AT_ONCE),
  );
}
