import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectLaws } from "../../../test/support/pacer-laws.ts";
import { spike } from "./spike.ts";

const span = { total: 1_450, lengthUs: 1_000_000 };

describe("spike", () => {
  it("sends at ten times the base throughout the burst", () => {
    const pacer = spike({ at: 0.5, width: 0.05, times: 10 }, span);
    const counts = [0.5, 0.525, 0.55, 1].map((share) => pacer.countAt(share * span.lengthUs));
    for (const [i, count] of [500, 750, 1_000, 1_450].entries()) {
      expect(counts[i]).toBeCloseTo(count, 8);
    }
  });

  it("can be a gap, and the whole", () => {
    const gap = spike({ at: 0, width: 0.25, times: 0 }, span);
    expect(gap.timeOf(0)).toBe(250_000);
    expect(spike({ at: 0, width: 1, times: 7 }, span).countAt(500_000)).toBe(725);
  });

  it("holds the laws of a pacer", () => {
    const share = fc.double({ min: 0, max: 0.5, noNaN: true });
    const times = fc.integer({ min: 0, max: 1_000 });
    const spikes = fc.record({ at: share, width: share, times });
    const drawn = spikes.filter(({ width }) => width < 1);
    expectLaws(drawn.map((burst) => () => spike(burst, span)));
  });
});
