import { describe, expect, it } from "vitest";
import { observeJson, observeMarkdown, observeText } from "../../../src/report/index.ts";
import { observationReport } from "../../support/observation-fixture.ts";
import { observedDocument } from "../../support/observed.ts";

const golden = (name: string): string => `../../golden/report/${name}`;

describe("an observation", () => {
  it("as text", async () => {
    await expect(observeText(observationReport, { width: 100, color: false })).toMatchFileSnapshot(
      golden("observe.txt"),
    );
  });

  it("as Markdown", async () => {
    await expect(observeMarkdown(observationReport)).toMatchFileSnapshot(golden("observe.md"));
  });

  it("as JSON, by its schema, says null where nothing is known", () => {
    const document = observedDocument(observeJson(observationReport));
    const of = (kind: string) => document.drifts.find((one) => one.kind === kind);
    expect([of("requests")?.ratio, of("replicas")?.ratio, of("replicas")?.measured]).toEqual([1.3077, null, null]);
    expect(document.latency.map(({ bucketMs }) => bucketMs)).toEqual([null, [500, null], null]);
    expect(document.earlier).toHaveLength(1);
  });

  it("without anything measured does not read as if it were as forecast", () => {
    const { observation } = observationReport;
    const said = (statuses: readonly ("unknown" | "as-forecast")[]) => {
      const drifts = observation.drifts.map((drift, i) => ({ ...drift, status: statuses[i] ?? "unknown" }));
      return observeText(
        { ...observationReport, observation: { ...observation, drifts, targets: [] } },
        { width: 100, color: false },
      ).split("\n")[0];
    };
    expect(said([])).toMatch(/nothing could be compared/);
    expect(said(["as-forecast"])).toMatch(/as forecast, but for what is not known: prompt lengths/);
  });
});
