import { Argument, type Command } from "commander";
import { type CommonFlags, withJson } from "../options.ts";
import { print, run } from "../run.ts";

export function completionCommand(program: Command): void {
  const command = program
    .command("completion")
    .description("a script that makes a shell complete commands, flags and ids")
    .addArgument(new Argument("<shell>", "the shell that reads it").choices(["bash", "zsh", "fish"]))
    .addHelpText(
      "after",
      `
In bash and zsh, put the line below into ~/.bashrc or ~/.zshrc. In fish: loadline completion fish | source

Example:
  $ loadline completion bash > ~/.loadline-completion && echo "source ~/.loadline-completion" >> ~/.bashrc
`,
    );
  withJson(command).action((shell: "bash" | "zsh" | "fish", flags: CommonFlags) =>
    run(async () => {
      const [{ completionScript }, { knownWords }] = await Promise.all([
        import("../completion.ts"),
        import("../../tasks/known-words.ts"),
      ]);
      const script = completionScript(shell, program, knownWords());
      await print(flags.json ? `${JSON.stringify({ shell, script }, null, 2)}\n` : script);
      return 0;
    }),
  );
}
