import type { Command } from "commander";
import { planningDay } from "../../tasks/planning-day.ts";
import { type CommonFlags, withJson } from "../options.ts";
import { print, run } from "../run.ts";

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
      const [{ runDemo }, { realWorld }] = await Promise.all([
        import("../../tasks/run-demo.ts"),
        import("../../world.ts"),
      ]);
      const world = realWorld();
      const say = (text: string) => (flags.json ? Promise.resolve() : print(text));
      const color = process.stdout.isTTY === true && process.env["NO_COLOR"] === undefined;
      const style = { width: Math.min(process.stdout.columns ?? 100, 140), color };
      const done = await runDemo({ out: flags.out, now: planningDay(flags.now, world.clock), say, style }, world);
      if (flags.json) await print(`${JSON.stringify(done, null, 2)}\n`);
      return 0;
    }),
  );
}
