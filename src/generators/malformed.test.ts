import { describe, expect, it } from "vitest";
import { Random } from "../core/random.ts";
import { contractViolation } from "./contracts.ts";
import { eventIds } from "./event-id.ts";
import type { Generator } from "./generator.ts";
import { defects, spoil } from "./malformed.ts";
import { generators } from "./table.ts";

const eventId = eventIds(1, { source: 0, stripe: 0 });

function refused(text: string): boolean {
  try {
    return contractViolation(JSON.parse(text)) !== undefined;
  } catch {
    return true;
  }
}

describe.each(Object.values(generators))("a malformed record of $name", (generator: Generator) => {
  it.each(defects)("is refused: %s", (defect) => {
    const random = Random.from("malformed", generator.name, defect);
    const { stripes } = generator;
    const setting = { stripe: 1, stripes, ratePerSecond: 3, startDayEpochMs: 0 };
    const population = generator.populate({ random, ...setting });
    const accepted: string[] = [];
    for (let i = 0; i < 2_000; i++) {
      const moment = { us: i * 300_000, dayEpochMs: i * 40_000 };
      const { body } = population.next(moment, eventId(i));
      const violation = (event: Readonly<Record<string, unknown>>) => generator.violation(event);
      const spoiled = spoil(body, { defect, random, violation });
      if (!refused(spoiled) || /\p{Cc}/u.test(spoiled)) accepted.push(spoiled);
    }
    expect(accepted).toEqual([]);
  });
});
