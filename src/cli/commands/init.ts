import type { Command } from "commander";
import { type CommonFlags, withJson } from "../options.ts";
import { run, show } from "../run.ts";

export function initCommand(program: Command): void {
  const command = program
    .command("init")
    .description("scaffold a configuration repository: Settings, an example ModelDeployment, traffic, a workflow")
    .argument("[dir]", "folder to write into; existing files are kept", ".")
    .addHelpText("after", "\nExample:\n  $ loadline init my-config\n");
  withJson(command).action((directory: string, flags: CommonFlags) =>
    run(async () => {
      const [{ initRepository }, { realWorld }] = await Promise.all([
        import("../../tasks/init-repository.ts"),
        import("../../world.ts"),
      ]);
      const world = realWorld();
      return show(await initRepository(directory, world), flags);
    }),
  );
}
