import type { Command } from "commander";
import { type CommonFlags, wholeOf, withJson } from "../options.ts";
import { run, show } from "../run.ts";

export function reviewCommand(program: Command): void {
  const command = program
    .command("review")
    .description("what the GitHub App does about a pull request, once, in a workflow")
    .argument("<number>", "the pull request")
    .addHelpText(
      "after",
      "\nReads GITHUB_TOKEN, GITHUB_REPOSITORY and GITHUB_API_URL, as GitHub Actions sets them.\n\nExample:\n  $ loadline review 42\n",
    );
  withJson(command).action((number: string, flags: CommonFlags) =>
    run(async () => {
      const { review } = await import("../../app/review.ts");
      return show(await review(process.env, wholeOf("NUMBER", number, 1)), flags);
    }),
  );
}
