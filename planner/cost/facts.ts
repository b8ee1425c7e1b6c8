import { assumed, datasheet } from "../domain/index.ts";

/** What the lines beside the machines rest on, where no platform says it. */
export const COST_FACTS = {
  imageGibibytes: assumed(9, "serving images with CUDA and PyTorch: 8 to 10 GB compressed", "2026-11-29"),
  answerBytesPerToken: assumed(4.5, "English text: four to five bytes a token", "2026-11-29"),
  streamedBytesPerToken: assumed(
    250,
    "one JSON chunk of server-sent events around each token of an OpenAI-compatible stream",
    "2026-11-29",
  ),
  cacheFreeGibibytes: datasheet(10, "docs.github.com/actions, dependency caching: 10 GB a repository", "2026-11-29"),
  cacheUsdPerGibMonth: datasheet(
    0.07,
    "docs.github.com/billing, GitHub Actions: cache storage above the included",
    "2026-11-29",
  ),
  cacheMostGibibytes: assumed(
    50,
    "layers of an image that is built on each change, where the limit of the cache was raised",
    "2026-11-29",
  ),
} as const;
