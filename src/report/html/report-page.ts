import type { Verdict } from "../../../planner/index.ts";
import { type Headline, summaryOf } from "../headline.ts";
import type { Locator } from "../locate.ts";
import { visible } from "../visible.ts";
import { VERDICT_MARK } from "../wording.ts";
import { deploymentPart, type Side } from "./deployment.ts";
import { html, type Markup, NOTHING } from "./markup.ts";
import { page } from "./page.ts";
import { badge, sentence } from "./parts.ts";

/** One deployment of a page. */
export interface Entry {
  readonly headline: Headline;
  readonly sides: readonly Side[];
  readonly figures: Markup;
}

export interface Report {
  readonly kind: "plan" | "review";
  /** `9f3c2ab → 12ab34c`; empty for none. */
  readonly about: string;
  readonly entries: readonly Entry[];
  readonly locate: Locator;
  /** Of the whole, where that may be graver than each deployment, and its sentence where there is none. */
  readonly whole?: { readonly verdict: Verdict; readonly text: string };
  /** What stands before the deployments. */
  readonly before?: Markup;
  /** What follows the deployments: manifests, findings about the whole. */
  readonly after: Markup;
}

/** Browsers and mail programs stay quick below two megabytes. */
const MOST_WITH_CHARTS = 1_200_000;
const MOST = 1_700_000;

/** Verdict on top, then each deployment. One deployment is the page; several come under a list of verdicts. */
export async function reportPage(report: Report): Promise<string> {
  const { entries } = report;
  const [only] = entries;
  const isAlone = entries.length === 1 && only !== undefined;
  const { verdict, text: said } = { ...summaryOf(entries.map(({ headline }) => headline)), ...report.whole };
  const title = isAlone ? html`${sentence(only.headline)}` : html`${said}`;
  const text = isAlone ? `${only.headline.name} ${only.headline.rest}` : said;
  return page(`${VERDICT_MARK[verdict]} ${visible(text, 120)} · loadline`, {
    head: html`<div class="brand"><span><b>loadline</b> ${report.kind}</span><span>${report.about}</span></div>
${verdictBlock(verdict, title)}`,
    main: html`${report.before ?? NOTHING}${isAlone || entries.length === 0 ? NOTHING : contents(entries)}
${await parts(report, isAlone)}
${report.after}`,
    foot: html`<p>Probabilities include the error of the traffic forecast and of the model. What a number rests on: <code>loadline facts</code>.</p>`,
  });
}

function verdictBlock(verdict: Verdict, title: Markup): Markup {
  return html`<div class="verdict ${verdict}">${badge(verdict)}<h1>${title}</h1></div>`;
}

function contents(entries: readonly Entry[]): Markup {
  const items = entries.map(
    ({ headline }, index) =>
      html`<li class="${headline.verdict}">${badge(headline.verdict)} <a href="#d${index + 1}">${sentence(headline)}</a></li>
`,
  );
  return html`<nav aria-label="Deployments"><ul>
${items}</ul></nav>`;
}

/** Charts are left out once the page is large, then whole parts: the list on top still has every verdict. */
async function parts({ entries, locate }: Report, isAlone: boolean): Promise<readonly Markup[]> {
  const printed: Markup[] = [];
  let size = 0;
  for (const [index, entry] of entries.entries()) {
    if (size > MOST) {
      printed.push(
        html`<p class="muted">${entries.length - index} more deployments are left out to keep the page small.</p>`,
      );
      break;
    }
    const withCharts = size < MOST_WITH_CHARTS;
    const body = await deploymentPart({ ...entry, level: isAlone ? 2 : 3, locate, withCharts });
    const part = isAlone ? body : section(entry.headline, index + 1, body);
    size += part.markup.length;
    printed.push(part);
  }
  return printed;
}

function section(headline: Headline, number: number, body: Markup): Markup {
  return html`<section id="d${number}"><h2>${VERDICT_MARK[headline.verdict]} ${sentence(headline)}</h2>
${body}</section>
`;
}
