import { createHash } from "node:crypto";
import { html, type Markup, raw } from "./markup.ts";
import { STYLE } from "./style.ts";

/** One self-contained page. Its policy allows this style sheet by its hash and nothing else: no script, no network. */
export function page(
  title: string,
  content: { readonly head: Markup; readonly main: Markup; readonly foot: Markup },
): string {
  const hash = createHash("sha256").update(STYLE, "utf8").digest("base64");
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'`;
  const whole = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${raw(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${raw(STYLE)}</style>
</head>
<body>
<header>${content.head}</header>
<main>${content.main}</main>
<footer>${content.foot}</footer>
</body>
</html>
`;
  return whole.markup;
}
