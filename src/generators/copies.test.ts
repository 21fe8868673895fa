import { describe, expect, it } from "vitest";
import { Random } from "../core/random.ts";
import { Copies, type Planted } from "./copies.ts";

/** Every event is copied, at a known delay. */
const everyOne: Planted = {
  natural: 0.5,
  synthetic: 0,
  malformed: 0,
  beyondWindow: 0,
  withinDelayMs: [2, 2],
  beyondDelayMs: [6, 6],
};

function copiesOf(planted: Planted, originsUs: readonly number[]): Copies {
  const copies = new Copies(planted, Random.from("copies"));
  for (const [origin, originUs] of originsUs.entries()) {
    const place = { sequence: origin, intendedUs: originUs, partitionKey: `k${origin}` };
    copies.consider({ ...place, payload: Buffer.from("x") });
  }
  return copies;
}

describe("copies", () => {
  it("wait for their delay, and come one at a time, the longest due first", () => {
    const copies = copiesOf(everyOne, [0, 500, 100]);
    expect(copies.due(1_999)).toBeUndefined();
    expect([1, 2, 3, 4].map(() => copies.due(3_000)?.origin)).toEqual([0, 2, 1, undefined]);
  });

  it.each([
    { what: "within", beyondWindow: 0, atUs: 4_000, origin: 0 },
    { what: "within, past the middle", beyondWindow: 0, atUs: 4_001, origin: undefined },
    { what: "beyond, early", beyondWindow: 1, atUs: 5_999, origin: undefined },
    { what: "beyond, however late", beyondWindow: 1, atUs: 1_000_000, origin: 0 },
  ])("come in their class or not at all: $what", ({ beyondWindow, atUs, origin }) => {
    expect(copiesOf({ ...everyOne, beyondWindow }, [0]).due(atUs)?.origin).toBe(origin);
  });

  it("keep the payload as it was", () => {
    const copies = new Copies(everyOne, Random.from("copies"));
    const payload = Buffer.from("before");
    copies.consider({ sequence: 0, intendedUs: 0, partitionKey: "k", payload });
    payload.write("after!");
    expect(copies.due(2_000)?.payload.toString()).toBe("before");
  });
});
