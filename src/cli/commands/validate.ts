import type { Command } from "commander";
import { type CommonFlags, withJson } from "../options.ts";
import { run, show } from "../run.ts";

interface ValidateFlags extends CommonFlags {
  readonly kubernetes: string;
  readonly schemas?: string;
  readonly server?: true;
}

export function validateCommand(program: Command): void {
  const command = program
    .command("validate")
    .description("would an API server accept these manifests")
    .argument("<path...>", "manifest files or folders")
    .option("--kubernetes <release>", "release to check against", "1.34")
    .option("--schemas <dir>", "a folder of JSON Schemas in kubeconform's layout")
    .option("--server", "also ask the API server of the current kube-context (strict dry run)")
    .addHelpText("after", "\nExample:\n  $ loadline validate rendered/ --kubernetes 1.34\n");
  withJson(command).action((paths: string[], flags: ValidateFlags) =>
    run(async () => {
      const [{ answerValidate }, { realWorld }] = await Promise.all([
        import("../../tasks/answer-validate.ts"),
        import("../../world.ts"),
      ]);
      const world = realWorld();
      const request = {
        paths,
        kubernetes: flags.kubernetes,
        schemas: flags.schemas ?? null,
        server: flags.server ?? false,
      };
      return show(await answerValidate(request, world), flags);
    }),
  );
}
