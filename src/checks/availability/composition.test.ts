import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AvailabilityPlan, ComponentPlan } from "../../scenario/plan.ts";
import { composedLevel, compositionNotes } from "./composition.ts";

function planWith(
  objective: number,
  ingest: readonly ComponentPlan[],
  freshness: readonly ComponentPlan[] = [],
): AvailabilityPlan {
  return {
    objective,
    ingestWithinMs: 100,
    longWindowSlices: 12,
    shortWindowSlices: 1,
    burnRateMax: 14.4,
    alarmRecordsMin: 5,
    components: { ingest, freshness },
  };
}

const part = (name: string, level: number): ComponentPlan => ({ name, level });

describe("the availability of a path of components", () => {
  it("is their product: 0.999 · 0.9995 · 0.999 is 99.75 %", () => {
    const plan = planWith(0.9999, [part("a", 0.999), part("b", 0.9995), part("c", 0.999)]);
    expect(composedLevel(plan, "ingest")).toBeCloseTo(0.997502, 6);
    expect(compositionNotes(plan, "ingest")).toEqual([
      "ingest, composed: a 99.9 % · b 99.95 % · c 99.9 % = 99.7502 %, less than the objective of " +
        "99.99 %: no pipeline of parts is better than its parts, unless a buffer or a second " +
        "path makes it so",
      "ingest: a client that keeps an event until it is acknowledged, and sends it again, is " +
        "such a buffer",
    ]);
  });

  it("of freshness has the ingest in it, and says what buffers", () => {
    const plan = planWith(0.999, [part("stream", 0.9999)], [part("workers", 0.99)]);
    expect(composedLevel(plan, "freshness")).toBeCloseTo(0.989901, 9);
    const [product, buffers] = compositionNotes(plan, "freshness");
    expect(product).toMatch(/^freshness, composed: stream 99\.99 % · workers 99 % = 98\.9901 %/);
    expect(buffers).toMatch(/late, and loses none$/);
  });

  it("carries an objective that is no more than it", () => {
    const plan = planWith(0.9999, [part("stream", 0.9999)]);
    expect(compositionNotes(plan, "ingest")).toEqual([
      "ingest, composed: stream 99.99 % = 99.99 %, which carries the objective of 99.99 %",
    ]);
  });

  it("is not spoken of where no components are named", () => {
    expect(compositionNotes(planWith(0.99, []), "ingest")).toEqual([]);
    expect(compositionNotes(planWith(0.99, [part("a", 1)]), "freshness")).toEqual([]);
  });

  it("is never better than its worst part", () => {
    const levels = fc.array(fc.double({ min: 0.5, max: 1, noNaN: true }), { minLength: 1 });
    fc.assert(
      fc.property(levels, levels, (ingest, freshness) => {
        const parts = (all: readonly number[]) => all.map((level) => part("p", level));
        const plan = planWith(0.99, parts(ingest), parts(freshness));
        expect(composedLevel(plan, "ingest")).toBeLessThanOrEqual(Math.min(...ingest));
        const worst = Math.min(...ingest, ...freshness);
        expect(composedLevel(plan, "freshness")).toBeLessThanOrEqual(worst);
      }),
    );
  });
});
