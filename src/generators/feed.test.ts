import { describe, expect, it } from "vitest";
import { contractViolation } from "./contracts.ts";
import { decodeEventId } from "./event-id.ts";
import { feed, type FeedOptions } from "./feed.ts";
import type { Generator } from "./generator.ts";
import { generators } from "./table.ts";

const startEpochMs = Date.parse("2026-06-15T08:00:00Z");
const count = 300;

function play(options: Partial<FeedOptions> & Pick<FeedOptions, "generator">) {
  return [...feed({ seed: 1, count, ratePerSecond: 64, startEpochMs, ...options })];
}

describe.each(Object.values(generators))("a feed of $name", (generator: Generator) => {
  const events = play({ generator });
  const bodies = events.map(({ body }) => JSON.parse(body) as { readonly timestamp: string });

  it("is the same for the same options, and another for another seed", () => {
    expect(play({ generator })).toEqual(events);
    expect(play({ generator, seed: 2 })).not.toEqual(events);
  });

  it("is the beginning of a longer one", () => {
    expect(play({ generator, count: 40 })).toEqual(events.slice(0, 40));
  });

  it("has events that keep to their contract, with ids of their own", () => {
    expect(bodies.map(contractViolation).filter((wrong) => wrong !== undefined)).toEqual([]);
    const ids = bodies.map((body) => (body as unknown as { eventId: string }).eventId);
    expect(new Set(ids).size).toBe(count);
    const origins = ids.map((id) => decodeEventId(id));
    const ordinals = origins.map((origin) =>
      origin ? origin.sequence * generator.stripes + origin.stripe : -1,
    );
    expect(ordinals).toEqual(Array.from({ length: count }, (_, i) => i));
  });

  it("dates events by the rate, from the start on", () => {
    const lateMs = bodies.map(
      ({ timestamp }, i) => startEpochMs + Math.floor((i * 1_000) / 64) - Date.parse(timestamp),
    );
    // A device that was cut off tells late what it has measured before; nothing tells the future.
    expect(Math.min(...lateMs)).toBe(0);
    expect(lateMs.filter((ms) => ms === 0).length).toBeGreaterThan(count * 0.9);
  });
});
