import * as fc from "fast-check";
import { expect, it } from "vitest";
import { Turns } from "./turns.ts";

const gapMax = 100;

it("gives each entity its turns when they are due", () => {
  const gaps = fc.array(fc.array(fc.integer({ min: 0, max: gapMax }), { minLength: 20 }), {
    minLength: 1,
    maxLength: 20,
  });
  fc.assert(
    fc.property(gaps, (gapsOf) => {
      const due = gapsOf.map(([first]) => first as number);
      const turns = new Turns(gapMax, due);
      const had = gapsOf.map(() => 1);
      for (let turn = 0; turn < 60; turn++) {
        const earliest = Math.min(...due);
        const entity = turns.take();
        expect([turns.now, due[entity]]).toEqual([earliest, earliest]);
        const gap = gapsOf[entity]?.[(had[entity] as number) % 20] as number;
        had[entity]!++;
        due[entity] = earliest + gap;
        turns.putBack(entity, gap);
      }
    }),
  );
});
