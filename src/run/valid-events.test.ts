import { describe, expect, it } from "vitest";
import { shippedPlan, stageOf } from "../../test/support/shipped-plan.ts";
import { judgeEvent } from "../pipeline/collector/judge-event.ts";
import { bodiesOf, validEvents } from "./valid-events.ts";

const plan = shippedPlan("mass-ingest");
const { partitionKey } = stageOf(plan, "collectors");

describe("valid events", () => {
  it("are accepted by a collector, each under a key of its own", () => {
    const events = validEvents(plan, 500, partitionKey);
    const keys = events.map((text) => {
      const judged = judgeEvent({ bytes: Buffer.from(text), position: 0 }, partitionKey);
      return judged.kind === "valid" ? judged.partitionKey : judged.reason;
    });
    expect([events.length, new Set(keys).size]).toEqual([500, 500]);
  });

  it("are as many as the load has", () => {
    const { load } = plan;
    const sources = load.sources.map((source) => ({ ...source, records: 20 }));
    const planted = { ...load.planted, malformed: 0 };
    const small = { ...plan, load: { ...load, sources, planted, records: 60 } };
    const { length } = validEvents(small, 500, partitionKey);
    expect(length).toBeGreaterThan(0);
    expect(length).toBeLessThanOrEqual(60);
  });
});

describe("bodies of requests", () => {
  const events = ["a", "b", "c", "d", "e"];

  it.each([
    [2, 1, ["a\nb", "c\nd", "e\na"]],
    [2, 4, ["a\nb", "c\nd", "e\na", "b\nc"]],
    [7, 1, ["a\nb\nc\nd\ne\na\nb"]],
  ])("of %i lines, %i at least", (records, bodiesMin, bodies) => {
    expect(bodiesOf(events, records, bodiesMin)).toEqual(bodies);
  });
});
