import { Command } from "commander";
import { VERSION } from "../ports/version.ts";
import { adviseCommand } from "./commands/advise.ts";
import { calibrateCommand } from "./commands/calibrate.ts";
import { commitCommand } from "./commands/commit.ts";
import { compareCommand } from "./commands/compare.ts";
import { completionCommand } from "./commands/completion.ts";
import { demoCommand } from "./commands/demo.ts";
import { diffCommand } from "./commands/diff.ts";
import { doctorCommand } from "./commands/doctor.ts";
import { explainCommand } from "./commands/explain.ts";
import { factsCommand } from "./commands/facts.ts";
import { fitCommand } from "./commands/fit.ts";
import { forecastCommand } from "./commands/forecast.ts";
import { initCommand } from "./commands/init.ts";
import { observeCommand } from "./commands/observe.ts";
import { planCommand } from "./commands/plan.ts";
import { renderCommand } from "./commands/render.ts";
import { reviewCommand } from "./commands/review.ts";
import { schemaCommand } from "./commands/schema.ts";
import { serveCommand } from "./commands/serve.ts";
import { simulateCommand } from "./commands/simulate.ts";
import { validateCommand } from "./commands/validate.ts";
import { workerCommand } from "./commands/worker.ts";

/** All commands. Each one loads what it needs only when it runs, so that help comes at once. */
export function buildProgram(): Command {
  const program = new Command("loadline")
    .description("Says what a model deployment will carry and what it will cost, before it merges.")
    .version(VERSION)
    .exitOverride()
    // Mistakes are explained in four parts by whoever runs the program (usage-mistake.ts).
    .configureOutput({ outputError: () => undefined })
    .showSuggestionAfterError()
    .addHelpText("after", "\nExample:\n  $ loadline init my-config && loadline plan my-config/models/chat.yaml\n");
  const commands = [
    initCommand,
    planCommand,
    diffCommand,
    adviseCommand,
    compareCommand,
    fitCommand,
    calibrateCommand,
    observeCommand,
    simulateCommand,
    forecastCommand,
    renderCommand,
    validateCommand,
    commitCommand,
    schemaCommand,
    explainCommand,
    factsCommand,
    demoCommand,
    serveCommand,
    workerCommand,
    doctorCommand,
    reviewCommand,
    completionCommand,
  ];
  for (const command of commands) command(program);
  for (const command of program.commands) command.exitOverride().showSuggestionAfterError();
  return program;
}
