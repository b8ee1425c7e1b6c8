import type { Locator } from "./locate.ts";
import { placeOf } from "./locate.ts";
import type { Paint } from "./paint.ts";
import type { OwnedFinding } from "./review-facts.ts";
import { visible } from "./visible.ts";
import { SEVERITY_MARK } from "./wording.ts";
import { wrapped } from "./wrap.ts";

export interface FindingStyle {
  readonly paint: Paint;
  readonly width: number;
  readonly locate: Locator;
}

/** Mark, severity, id and place on the first line; what was seen and what to do on the next. */
export function findingLines({ finding, deployment }: OwnedFinding, style: FindingStyle): readonly string[] {
  const { paint, width, locate } = style;
  const colour = { blocking: paint.bad, warning: paint.doubtful, notice: paint.dim }[finding.severity];
  const place = visible(placeOf(locate, deployment, finding), 200);
  const head = `    ${colour(`${SEVERITY_MARK[finding.severity]} ${finding.severity}`)}  ${visible(finding.id, 80)}`;
  return [
    place === "" ? head : `${head}  ${paint.dim(place)}`,
    ...wrapped(visible(finding.message), width, { first: "      ", next: "      " }),
    ...wrapped(`→ ${visible(finding.action)}`, width, { first: "      ", next: "        " }),
  ];
}
