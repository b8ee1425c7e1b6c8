import type { Command } from "commander";
import { type CommonFlags, withJson } from "../options.ts";
import { run, show } from "../run.ts";

export function schemaCommand(program: Command): void {
  const command = program
    .command("schema")
    .description("the JSON Schemas of inputs and outputs; without a name, which there are")
    .argument("[name]", "such as modeldeployment, settings, scenario, plan")
    .addHelpText("after", "\nExample:\n  $ loadline schema modeldeployment > modeldeployment.schema.json\n");
  withJson(command).action((name: string | undefined, _flags: CommonFlags) =>
    run(async () => {
      const { showSchema } = await import("../../tasks/show-schema.ts");
      return show(showSchema(name ?? null), { json: true });
    }),
  );
}
