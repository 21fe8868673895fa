import * as fc from "fast-check";
import { expect, it } from "vitest";
import { encoded, EventWriter } from "./event-writer.ts";

const writer = new EventWriter();

function written(write: (event: EventWriter) => void): string {
  writer.begin();
  write(writer);
  return writer.take().toString();
}

it("writes whole numbers", () => {
  fc.assert(
    fc.property(fc.nat(0xffff_ffff), (value) => {
      expect(written((event) => event.integer(value))).toBe(String(value));
      expect(written((event) => event.hex32(value))).toBe(value.toString(16).padStart(8, "0"));
      const digits = String(value % 100_000).padStart(5, "0");
      expect(written((event) => event.digits(value, 5))).toBe(digits);
    }),
  );
});

it("writes numbers with decimal places", () => {
  fc.assert(
    fc.property(fc.integer({ min: -9_000_000, max: 9_000_000 }), (value) => {
      expect(Number(written((event) => event.decimal(value, 1)))).toBe(value / 10);
      expect(Number(written((event) => event.decimal(value, 4)))).toBe(value / 10_000);
    }),
  );
  expect(written((event) => event.decimal(-5, 1))).toBe("-0.5");
  expect(written((event) => event.decimal(-0, 1))).toBe("0.0");
});

it("writes instants as Date does", () => {
  const highest = Date.parse("9999-12-31T23:59:59.999Z");
  fc.assert(
    fc.property(fc.double({ min: 0, max: highest, noNaN: true }), (epochMs) => {
      const expected = `"${new Date(Math.floor(epochMs)).toISOString()}"`;
      expect(written((event) => event.instant(epochMs))).toBe(expected);
    }),
  );
});

it("writes pieces and texts, and reads back what came since a mark", () => {
  let since = "";
  const text = written((event) => {
    event.bytes(encoded("Chamartín "));
    const mark = event.mark;
    event.ascii("d03");
    event.hex32(26);
    since = event.since(mark);
    event.bytes(encoded("!"));
  });
  expect(text).toBe("Chamartín d030000001a!");
  expect(since).toBe("d030000001a");
});

it("leaves what was taken as it was, over many slabs", () => {
  const taken = Array.from({ length: 2_000 }, (_, n) => {
    writer.begin();
    writer.ascii("x".repeat(n % 900));
    writer.integer(n);
    return writer.take();
  });
  const wrong = taken.filter((bytes, n) => bytes.toString() !== "x".repeat(n % 900) + String(n));
  expect(wrong).toEqual([]);
});

it("writes over an event that was begun and not taken", () => {
  writer.begin();
  writer.ascii("lost");
  expect(written((event) => event.integer(1))).toBe("1");
});
