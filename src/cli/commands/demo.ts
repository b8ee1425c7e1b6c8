import type { Command } from "commander";
import { type CommonFlags, withJson } from "../options.ts";
import { print, run, screen } from "../run.ts";

interface DemoFlags extends CommonFlags {
  readonly out: string;
  readonly now?: string;
}

export function demoCommand(program: Command): void {
  const command = program
    .command("demo")
    .description("the whole job on an example: forecast, review, render, validate, commit, a report to open")
    .option("--out <dir>", "folder to make; must not exist yet, or be from an earlier demo", "demo")
    .option("--now <date>", "the day to plan from, YYYY-MM-DD (default: today, UTC)")
    .addHelpText("after", "\nExample:\n  $ loadline demo --out /tmp/loadline-demo\n");
  withJson(command).action((flags: DemoFlags) =>
    run(async () => {
      const [{ runDemo }, { planningDay }, { realWorld }] = await Promise.all([
        import("../../tasks/run-demo.ts"),
        import("../../tasks/planning-day.ts"),
        import("../../world.ts"),
      ]);
      const world = realWorld();
      const say = (text: string) => (flags.json ? Promise.resolve() : print(text));
      const now = planningDay(flags.now, world.clock);
      const done = await runDemo({ out: flags.out, now, say, style: screen() }, world);
      if (flags.json) await print(`${JSON.stringify(done, null, 2)}\n`);
      return 0;
    }),
  );
}
