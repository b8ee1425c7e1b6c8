/** How systems besides GitHub fail: each follows the system's name. */
export const OUTSIDE = {
  gitFailed: (command: string, said: string): string => `"git ${command}" failed: ${said}`,
  gitMissing:
    "the git program was not found (or the folder vanished); install Git 2.30 or newer and put it on the PATH",
  gitNotStarted: (reason: string): string => `could not be started: ${reason}`,
  interrupted: "interrupted; nothing was written",
  /** Something else changed what was about to be committed. */
  otherTree: (others: number, path: string): string =>
    `the tree that was built also changes ${others} other paths (${path}); nothing was written`,
  cannot: (doing: "read" | "list" | "write" | "clear", path: string, reason: string): string =>
    `cannot ${doing} ${path}: ${reason}`,
  operatingSystem: (reason: string, passes: boolean): string =>
    `operating system: ${reason}. ${passes ? "Trying again may help." : "Check permissions and free space; trying again will not help."}`,
  noRoom: (path: string): string => `no room left to write ${path}`,
  notWritten: (path: string): string => `could not write ${path}`,
  templateTooLarge: (path: string): string => `${path} is larger than 256 KiB`,
  argoCdAnswers: (status: number): string =>
    status === 401 ? "answers 401: it does not know the token in LOADLINE_ARGOCD_API_TOKEN" : `answers ${status}`,
  noApplication: "answers something that is no Application; check LOADLINE_ARGOCD_URL",
  argoCdUnreachable: "cannot be reached at LOADLINE_ARGOCD_URL",
  prometheusSilent: (seconds: number): string => `does not answer within ${seconds} s`,
  prometheusTooMuch: (message: string): string =>
    `cannot answer this in one piece: ${message}; ask for a shorter window or fewer series`,
  noPrometheus: (at: string): string =>
    `answers with JSON that is no answer of Prometheus${at === "" ? "" : ` (at ${at})`}; check its address`,
  noJson: (begins: string): string => `answers with no JSON (it begins ${begins}); check its address`,
  jsonBroken: "answers with JSON that breaks off",
  redirects: (status: number): string => `redirects (${status}), which is not followed; check its address`,
  prometheusAnswers: (status: number, message: string): string => `answers ${status}: ${message}`,
  prometheusUnreachable: (reason: string): string => `cannot be reached: ${reason}`,
  queryRefused: (message: string): string => `refuses the query: ${message}`,
  nothingThere: "nothing answers there",
  brokeOff: "it broke off",
  silent: (seconds: number): string => `said nothing for ${seconds} s`,
  noStream: "answers with something else than a stream of tokens",
  brokeOffWith: (said: string): string => `broke off with ${said}`,
  endpointAnswers: (status: number, message: string): string => `answers ${status}: ${message}`,
  noTokens: "an answer without tokens",
  kubectlMissing: "the program was not found; install it, or leave --server out",
  kubectlSpeechless: "it failed without a word",
} as const;
