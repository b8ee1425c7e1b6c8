import type { Command } from "commander";
import { forecasting } from "../forecast-options.ts";
import { type ForecastFlags, withForecast } from "../options.ts";
import { run, show } from "../run.ts";

interface CommitFlags extends ForecastFlags {
  readonly repo: string;
  readonly branch: string;
  readonly override: string[];
  readonly rollback?: string | true;
  readonly pullRequest?: string;
}

export function commitCommand(program: Command): void {
  const command = program
    .command("commit")
    .description("render, validate and commit to a GitOps repository; a blocking verdict commits nothing")
    .argument("<file...>", "ModelDeployment files, or folders that hold loadline.yaml")
    .requiredOption("--repo <path|owner/name>", "the GitOps repository: a folder on this disk, or GitHub (GH_TOKEN)")
    .requiredOption("--branch <name>", "branch to commit to")
    .option(
      "--override <id>",
      "commit although this finding blocks (may be given again)",
      (id: string, all: string[]) => [...all, id],
      [],
    )
    .option("--pull-request <url>", "the pull request that the files come from, for the commit's trailers and Argo CD")
    .option(
      "--rollback [commit]",
      "bring back what an earlier commit wrote for one deployment; by default the one before",
    )
    .addHelpText("after", "\nExample:\n  $ loadline commit models/chat.yaml --repo ../gitops --branch main\n");
  withForecast(command).action((named: string[], flags: CommitFlags) =>
    run(async () => {
      const [{ commitDeployments }, { realWorld }] = await Promise.all([
        import("../../tasks/commit-deployments.ts"),
        import("../../world.ts"),
      ]);
      const world = realWorld();
      if (flags.rollback !== undefined) {
        const { rollbackDeployment } = await import("../../tasks/rollback-deployment.ts");
        const to = flags.rollback === true ? null : flags.rollback;
        return show(
          await rollbackDeployment({ named, repository: flags.repo, branch: flags.branch }, to, world),
          flags,
        );
      }
      const { repo: repository, branch, override, pullRequest = null } = flags;
      const target = { named, repository, branch, override, pullRequest };
      const answer = await forecasting(flags, world, (options) => commitDeployments(target, world, options));
      return show(answer, flags);
    }),
  );
}
