import {
  DAY,
  forecastRates,
  formatInstant,
  MOST_WINDOWS,
  type RateForecast,
  STALE_TRAFFIC_DAYS,
  type TrafficHistory,
} from "../../planner/index.ts";
import { commandLineError } from "../ports/failure.ts";
import type { TrafficFileHistory } from "../ports/traffic-files.ts";
import type { World } from "../ports/world.ts";
import { forecastHtml, forecastJson, forecastMarkdown, forecastText } from "../report/index.ts";
import type { Answer } from "./answer.ts";
import { dated, namedTraffic, readTrafficFile } from "./traffic-file.ts";

export interface TrafficForecastOptions {
  /** Unix seconds of midnight UTC of the day that says how old the traffic is. */
  readonly now: number;
  readonly horizonSeconds: number;
  /** Null: as suits the history. */
  readonly windowSeconds: number | null;
  /** RFC 3339: dates a log that has only relative times. */
  readonly start: string | null;
  readonly trafficScale: number;
}

/** `forecast`: traffic only, from a file of requests or of rates. */
export async function forecastTraffic(
  traffic: string,
  world: Pick<World, "traffic" | "files">,
  options: TrafficForecastOptions,
): Promise<Answer> {
  refuseTooMany(options);
  const { where, find } = namedTraffic(traffic, world.files);
  const history = dated(await readTrafficFile(world.traffic, where, find), options.start);
  const forecast = forecastRates({
    ...{ history, clockStart: history.clockStart, notes: [...history.notes, ...ageOf(history, options.now)] },
    ...{ horizonSeconds: options.horizonSeconds, windowSeconds: options.windowSeconds, scale: options.trafficScale },
  });
  return answerWith(forecast);
}

function refuseTooMany({ windowSeconds, horizonSeconds }: TrafficForecastOptions): void {
  if (windowSeconds === null || horizonSeconds / windowSeconds <= MOST_WINDOWS) return;
  throw commandLineError("--window", {
    found: `${Math.ceil(horizonSeconds / windowSeconds)} windows in the horizon`,
    wanted: `at most ${MOST_WINDOWS}`,
    advice: "Take longer windows, or a shorter --horizon.",
  });
}

const answerWith = (forecast: RateForecast): Answer => ({
  code: 0,
  document: () => forecastJson(forecast),
  text: (style) => forecastText(forecast, style),
  markdown: () => forecastMarkdown(forecast),
  html: () => forecastHtml(forecast),
});

/** What the day says about a dated history. */
function ageOf({ epoch, duration }: TrafficHistory & Pick<TrafficFileHistory, "clockStart">, now: number): string[] {
  if (epoch === null) return [];
  const end = epoch + duration;
  if (end > now + DAY) return [`The history ends on ${formatInstant(end)}, in the future: check its clock, or --now.`];
  const days = Math.floor((now - end) / DAY);
  return days > STALE_TRAFFIC_DAYS ? [`The history ended ${days} days ago: the forecast begins there, not today.`] : [];
}
