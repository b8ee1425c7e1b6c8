import type { Command } from "commander";
import { EXIT, run } from "../run.ts";
import { ofThisProcess } from "../this-process.ts";

export function serveCommand(program: Command): void {
  program
    .command("serve")
    .description("the GitHub App: hears webhooks, reviews pull requests")
    .option("--json", "says where it listens as one JSON document on stdout")
    .addHelpText(
      "after",
      `
Set in the environment: APP_ID, PRIVATE_KEY or PRIVATE_KEY_PATH, WEBHOOK_SECRET;
and as needed GHE_HOST, GHE_PROTOCOL, HOST, PORT (0: any free one), DATABASE_URL,
LOADLINE_DATA_DIR, LOADLINE_PUBLIC_URL, LOADLINE_REPORTS_TOKEN, LOADLINE_ACCOUNTS,
LOADLINE_CONCURRENCY, LOADLINE_ARGOCD_TOKEN, LOADLINE_ARGOCD_URL,
LOADLINE_ARGOCD_API_TOKEN, LOADLINE_PROMETHEUS_NAME (the address of a server that
loadline.yaml names).

For example:
  export APP_ID=1234 PRIVATE_KEY_PATH=key.pem
  export WEBHOOK_SECRET=$(openssl rand -hex 32)

Example:
  $ loadline serve
`,
    )
    .action(() =>
      run(async () => {
        const { runApp } = await import("../../app/run.ts");
        await runApp({ role: "serve", ...ofThisProcess() });
        return EXIT.done;
      }),
    );
}
