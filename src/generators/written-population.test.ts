import { expect, it } from "vitest";
import { Random } from "../core/random.ts";
import { EventWriter } from "./event-writer.ts";
import type { EntityPopulation, Generator } from "./generator.ts";
import { generators } from "./table.ts";

const noon = Date.parse("2026-06-15T12:00:00Z");
const eventId = "4e94c6b2-a24b-8003-8000-36ed00000001";
const all: readonly Generator[] = Object.values(generators);

function populate(generator: Generator): EntityPopulation {
  const random = Random.from("written", generator.name);
  const { stripes } = generator;
  return generator.populate({
    random,
    stripe: 5,
    stripes,
    ratePerSecond: 3,
    startDayEpochMs: noon,
  });
}

it.each(all)("$name writes what it answers as text", (generator) => {
  const asText = populate(generator);
  const asBytes = populate(generator);
  const writer = new EventWriter();
  for (let i = 0; i < 2_000; i++) {
    const moment = { us: i * 333_333, dayEpochMs: noon + i * 333 };
    const { partitionKey, body } = asText.next(moment, eventId);
    writer.begin();
    writer.ascii(`{"eventId":"${eventId}"`);
    expect(asBytes.write?.(moment, writer)).toBe(partitionKey);
    expect(writer.take().toString()).toBe(body);
  }
});
