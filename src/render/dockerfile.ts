/** One instruction, its continuation lines put together. */
export interface Instruction {
  /** 1-based line of its first word. */
  readonly line: number;
  readonly keyword: string;
  readonly rest: string;
}

interface DockerfileFault {
  readonly line: number;
  readonly message: string;
}

const KEYWORDS = new Set(
  "ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR".split(
    " ",
  ),
);
const DIGEST = /@sha256:[0-9a-f]{64}$/;

export const isDockerfile = (path: string): boolean => /(^|\/)Dockerfile$/.test(path);

/** The instructions of a Dockerfile; here-documents are not read, and nothing that loadline writes has one. */
export function instructionsOf(text: string): readonly Instruction[] {
  const found: Instruction[] = [];
  let open: { line: number; parts: string[] } | null = null;
  for (const [index, line] of text.split("\n").entries()) {
    if (/^\s*(#|$)/.test(line)) continue;
    open ??= { line: index + 1, parts: [] };
    open.parts.push(line.replace(/\\\s*$/, "").trim());
    if (/\\\s*$/.test(line)) continue;
    found.push(instruction(open));
    open = null;
  }
  return open === null ? found : [...found, instruction(open)];
}

function instruction({ line, parts }: { line: number; parts: readonly string[] }): Instruction {
  const [, keyword = "", rest = ""] = /^(\S+)\s*(.*)$/s.exec(parts.join(" ")) ?? [];
  return { line, keyword: keyword.toUpperCase(), rest };
}

/** What would not build, would not build the same again, or would run as root. */
export function dockerfileFaults(text: string): readonly DockerfileFault[] {
  const all = instructionsOf(text);
  const stages = new Set<string>();
  const faults = all.flatMap((one) => instructionFaults(one, stages));
  const [first] = all.filter(({ keyword }) => keyword !== "ARG");
  if (first?.keyword !== "FROM") return [{ line: first?.line ?? 1, message: "begins with FROM" }, ...faults];
  return [...faults, ...userFaults(all)];
}

function instructionFaults({ line, keyword, rest }: Instruction, stages: Set<string>): readonly DockerfileFault[] {
  if (!KEYWORDS.has(keyword)) return [{ line, message: `\`${keyword.slice(0, 40)}\` is not an instruction` }];
  if (rest === "") return [{ line, message: `${keyword} says nothing` }];
  if (keyword !== "FROM") return [];
  const [, image = "", name] = /^(?:--platform=\S+\s+)?(\S+)(?:\s+[Aa][Ss]\s+(\S+))?$/.exec(rest) ?? [];
  const isPinned = DIGEST.test(image) || stages.has(image) || image === "scratch";
  if (name !== undefined) stages.add(name);
  return isPinned ? [] : [{ line, message: "FROM names an image without its digest (@sha256:…)" }];
}

function userFaults(all: readonly Instruction[]): readonly DockerfileFault[] {
  const last = all.findLast(({ keyword }) => keyword === "FROM");
  const users = all.filter(({ keyword, line }) => keyword === "USER" && line > (last?.line ?? 0));
  const user = users.at(-1);
  if (user !== undefined && !/^(0|root)(:|$)/.test(user.rest)) return [];
  return [
    { line: user?.line ?? last?.line ?? 1, message: "runs as root: the last stage ends with a USER that is not" },
  ];
}
