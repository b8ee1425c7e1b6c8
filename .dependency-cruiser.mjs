/**
 * Which room may import which: .github/decisions/0001-rooms-and-arrows.md. Checked by test/architecture/arrows.test.ts.
 * Each comment says what to do when its rule fires.
 */
const OPEN_ROOMS = "gpus|models|engines|platforms|policies|prices";
const LAW_ROOMS = "memory|steps|traffic|cost";
const ROOMS_AND_SELF = "^planner/($1|domain|units)/";

/** Node modules with which a program reaches disk, network or another process. */
const OUTSIDE = "^(node:)?(fs|child_process|net|http|http2|https|dns|tls|dgram|worker_threads|cluster)(/|$)";

const planner = [
  {
    name: "planner-is-closed",
    comment: "The planner may import only the planner. Pass the value in from src/tasks instead.",
    from: { path: "^planner/" },
    to: { pathNot: "^planner/" },
  },
  {
    name: "units-stand-alone",
    comment:
      "Units know no other room. Move what you need into planner/units, or the formula into the room that needs it.",
    from: { path: "^planner/units/" },
    to: { path: "^planner/", pathNot: "^planner/units/" },
  },
  {
    name: "domain-knows-units-only",
    comment: "The nouns know units and each other. Move the calculation into the room that owns it.",
    from: { path: "^planner/domain/" },
    to: { path: "^planner/", pathNot: "^planner/(domain|units)/" },
  },
  {
    name: "entries-know-nouns-only",
    comment:
      "An entry (GPU, model, engine, platform, policy, price) imports domain and units, never another room. Name the other thing by its id; planner/plan joins the two.",
    from: { path: `^planner/(${OPEN_ROOMS})/` },
    to: { path: "^planner/", pathNot: ROOMS_AND_SELF },
  },
  {
    name: "laws-know-nouns-only",
    comment:
      "memory, steps, traffic and cost import domain and units. Take the value as an argument; planner/plan joins rooms.",
    from: { path: `^planner/(${LAW_ROOMS})/` },
    to: { path: "^planner/", pathNot: ROOMS_AND_SELF },
  },
  {
    name: "simulation-knows-steps-and-memory",
    comment:
      "simulate imports domain, units, steps and memory. Take anything else as an argument; planner/plan joins rooms.",
    from: { path: "^planner/simulate/" },
    to: { path: "^planner/", pathNot: "^planner/(simulate|domain|units|steps|memory)/" },
  },
  {
    name: "door-is-for-visitors",
    comment: "planner/index.ts is the door for src. Inside the planner import the room's own file.",
    from: { path: "^planner/" },
    to: { path: "^planner/index\\.ts$" },
  },
];

/** A room of src: what it may import inside src besides itself. */
const room = (name, may, comment) => ({
  name: `${name}-arrows`,
  comment,
  from: { path: `^src/${name}/` },
  to: { path: "^src/", pathNot: `^src/(${[`${name}/`, ...may].join("|")})` },
});

const src = [
  {
    name: "one-door-into-the-planner",
    comment: "src imports planner/index.ts only. Export the name there if it is meant for src.",
    from: { path: "^src/" },
    to: { path: "^planner/", pathNot: "^planner/index\\.ts$" },
  },
  {
    name: "only-world-knows-adapters",
    comment: "Take a port from src/ports as an argument; src/world.ts is the one file that builds it from an adapter.",
    from: { path: "^src/", pathNot: "^src/(world\\.ts$|adapters/)" },
    to: { path: "^src/adapters/" },
  },
  {
    name: "world-is-built-at-the-entry",
    comment: "Only src/app and src/cli build a world. Take the ports you need as an argument.",
    from: { path: "^src/", pathNot: "^src/(app|cli)/" },
    to: { path: "^src/world\\.ts$" },
  },
  {
    name: "world-arrows",
    comment: "src/world.ts joins adapters to ports and decides nothing. Move the decision into a task.",
    from: { path: "^src/world\\.ts$" },
    to: { path: "^src/", pathNot: "^src/(adapters|ports)/" },
  },
  room("ports", [], "Ports and failures are what everybody else imports; they import no room of src."),
  {
    name: "mistakes-are-words",
    comment: "The catalogue holds words only. Work the value out where the mistake is found, and pass it in.",
    from: { path: "^src/mistakes/" },
    to: { pathNot: "^src/(mistakes/|ports/failure\\.ts$)" },
  },
  {
    name: "mistakes-take-types",
    comment: "The catalogue imports the types of src/ports/failure.ts (import type); who finds the mistake throws it.",
    from: { path: "^src/mistakes/" },
    to: { path: "^src/ports/", dependencyTypesNot: ["type-only"] },
  },
  room(
    "adapters",
    ["mistakes/", "ports/"],
    "An adapter imports ports only. Move the decision into a task, the text into report or config.",
  ),
  room(
    "config",
    ["mistakes/", "ports/"],
    "Reading configuration is a pure function of text. Pass the value in from src/tasks.",
  ),
  room(
    "render",
    ["mistakes/", "ports/"],
    "Rendering is a pure function of plan and template text. Pass the value in from src/tasks.",
  ),
  room("report", ["ports/"], "A report is a pure function of a result. Pass the value in from src/tasks."),
  room(
    "tasks",
    ["config/", "render/", "report/", "mistakes/", "ports/"],
    "A task knows ports, never who fulfils them. Take the port as an argument.",
  ),
  room(
    "cli",
    ["tasks/", "mistakes/", "ports/", "app/", "world\\.ts$"],
    "A command reads flags, calls one task (or starts the App), sets the exit code. Move the work into src/tasks.",
  ),
  room(
    "app",
    ["tasks/", "mistakes/", "ports/", "world\\.ts$"],
    "The App hands a webhook to a task and decides nothing. Move the work into src/tasks.",
  ),
  {
    name: "ports-and-adapters-take-types",
    comment:
      "Ports and adapters import planner types (import type). Let the task call the planner with what the adapter read.",
    // What runs in a thread of the pool calls the planner itself: no task is there to do it.
    from: { path: "^src/(ports|adapters)/", pathNot: "^src/adapters/planner/thread[.]ts$" },
    to: { path: "^planner/", dependencyTypesNot: ["type-only"] },
  },
  {
    name: "entries-and-world-leave-planning-to-tasks",
    comment: "app, cli and world may import planner types (import type) at most. Call a task, which calls the planner.",
    from: { path: "^src/(app|cli)/|^src/world\\.ts$" },
    to: { path: "^planner/", dependencyTypesNot: ["type-only"] },
  },
  {
    name: "only-adapters-touch-the-outside",
    comment: "Disk, network and child processes are reached in src/adapters only. Take a port as an argument.",
    from: { path: "^src/", pathNot: "^src/adapters/" },
    to: { path: OUTSIDE, dependencyTypes: ["core"] },
  },
  {
    name: "the-database-is-an-adapter",
    comment: "DuckDB opens files. Use it in src/adapters and hand the rows on.",
    from: { path: "^src/", pathNot: "^src/adapters/" },
    to: { path: "node_modules/@duckdb/" },
  },
  {
    name: "the-terminal-belongs-to-the-command-line",
    comment: "Prompts, progress and flags are src/cli's. Return a value and let the command show it.",
    from: { path: "^src/", pathNot: "^src/cli/" },
    to: { path: "node_modules/(@clack/|commander/)" },
  },
];

const everywhere = [
  {
    name: "no-circle",
    comment: "Two files that import each other are one file, or hide a third that both should import.",
    from: { path: "^(planner|src)/" },
    to: { circular: true },
  },
  {
    name: "no-test-in-the-product",
    comment: "Shipped code imports no tests and no repository scripts. Move the shared part into planner or src.",
    from: { path: "^(planner|src)/" },
    to: { path: "^(test|\\.github)/" },
  },
  {
    name: "no-development-package-in-the-product",
    comment: "Shipped code imports packages under dependencies. Move the package there, or the code into test.",
    from: { path: "^(planner|src)/" },
    to: { dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown"], dependencyTypesNot: ["type-only"] },
  },
  {
    name: "every-import-resolves",
    comment: "This file or package does not exist. Imports carry the .ts extension.",
    from: {},
    to: { couldNotResolve: true },
  },
];

export default {
  forbidden: [...planner, ...src, ...everywhere].map((rule) => ({ severity: "error", ...rule })),
  options: {
    // TypeScript 7 has no JavaScript API: without swc the tool sees no module at all and reports success.
    parser: "swc",
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      extensions: [".ts", ".js", ".mjs"],
      conditionNames: ["import", "node", "default"],
    },
  },
};
