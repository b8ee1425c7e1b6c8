import type { RateForecast } from "../../planner/index.ts";
import { periodTable } from "./forecast-periods.ts";
import { aheadOf, historyOf, intervalsOf, modelOf, remarksOf, TRIAL_HEAD, trialRows } from "./forecast-sentences.ts";
import { paintFor } from "./paint.ts";
import { textTable } from "./table.ts";
import { visible } from "./visible.ts";
import { wrapped } from "./wrap.ts";

/** The terminal's answer of `forecast`: what is ahead, what it rests on, how far to trust it, the horizon by the day. */
export function forecastText(
  forecast: RateForecast,
  style: { readonly width: number; readonly color: boolean },
): string {
  const paint = paintFor(style.color);
  const lines = (text: string, first = "  ", next = first) => wrapped(visible(text), style.width, { first, next });
  const trial = trialRows(forecast).map((row) => row.map((cell) => visible(cell, 60)));
  const intervals = intervalsOf(forecast);
  const remarks = remarksOf(forecast).flatMap((text) => lines(text, "  · ", "    "));
  const { head, rows } = periodTable(forecast);
  const blocks = [
    [...lines(aheadOf(forecast), "", "  ").map(paint.bold), ...lines(historyOf(forecast)).map(paint.dim)],
    lines(modelOf(forecast)),
    [
      ...(trial.length === 0 ? [] : textTable({ head: TRIAL_HEAD, rows: trial, right: [1, 2], indent: 2 })),
      ...(intervals === "" ? [] : lines(intervals)),
    ],
    remarks,
    rows.length === 0 ? [] : textTable({ head, rows, right: [1, 2, 3, 4, 5], indent: 2 }),
  ];
  const shown = blocks.filter((block) => block.length > 0).map((block) => block.join("\n"));
  return `${shown.join("\n\n")}\n`;
}
