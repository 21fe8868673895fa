import { hash } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readAggregate } from "./aggregate-reader.ts";
import { AggregateWriter, full } from "./aggregate-writer.ts";

interface Put {
  readonly partitionKey: string;
  readonly explicitHashKey: string | undefined;
  readonly data: Uint8Array;
}

const key = (partitionKey: string, text: string, explicitHashKey?: string): Put => {
  return { partitionKey, explicitHashKey, data: Buffer.from(text) };
};

/** Made by aws_kinesis_agg 1.2.3, AWS's own library for Python. */
const vectors: readonly (readonly [string, readonly Put[], string])[] = [
  [
    "keys that recur",
    [key("a", "one"), key("b", "two"), key("a", "three")],
    "84mawgoBYQoBYhoHCAAaA29uZRoHCAEaA3R3bxoJCAAaBXRocmVl7LQL+ttKeb2aTeDcIlFt/Q==",
  ],
  [
    "explicit hash keys, and a record without data",
    [key("a", "one", "0"), key("b", "", String(1n << 127n)), key("a", "three", "0")],
    "84mawgoBYQoBYhIBMBInMTcwMTQxMTgzNDYwNDY5MjMxNzMxNjg3MzAzNzE1ODg0MTA1NzI4GgkIABAAGgNvbmUa" +
      "BggBEAEaABoLCAAQABoFdGhyZWWYLl9dpq8EE9DVlrLi/4TB",
  ],
  [
    "a key beyond ASCII",
    [key("señal-€", "corazón")],
    "84mawgoKc2XDsWFsLeKCrBoMCAAaCGNvcmF6w7NumKfjkWtZaFMco+fuWOVNzg==",
  ],
];

function write(puts: readonly Put[], writer = new AggregateWriter(1_000_000)): Buffer {
  for (const { partitionKey, explicitHashKey, data } of puts) {
    const at = writer.add(partitionKey, data.length, explicitHashKey);
    writer.records.set(data, at);
  }
  return writer.finish();
}

function read(aggregate: Uint8Array): Put[] | undefined {
  return readAggregate(aggregate)?.map((record) => ({ ...record, data: Buffer.from(record.data) }));
}

/** An aggregate of a protobuf message that is made by hand. */
function sealed(message: readonly number[]): Buffer {
  const digest = hash("md5", Buffer.from(message), "buffer");
  return Buffer.concat([Buffer.from([0xf3, 0x89, 0x9a, 0xc2]), Buffer.from(message), digest]);
}

const puts = fc.array(
  fc.record({
    partitionKey: fc.oneof(
      fc.constantFrom("a", "b", "c"),
      fc.string({ unit: "grapheme", minLength: 1, maxLength: 80 }),
    ),
    explicitHashKey: fc.option(fc.constantFrom("0", "17", "340282366920938463"), {
      nil: undefined,
    }),
    data: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  }),
  { maxLength: 300 },
);

describe("an aggregate", () => {
  it.each(vectors)("is that of AWS's library: %s", (_, records, base64) => {
    expect(write(records).toString("base64")).toBe(base64);
    expect(read(Buffer.from(base64, "base64"))).toEqual(records);
  });

  it("is read as it was written, with a writer that is used again", () => {
    const writer = new AggregateWriter(1_000_000);
    fc.assert(
      fc.property(puts, (records) => {
        expect(read(write(records, writer))).toEqual(records);
        expect(writer.count).toBe(0);
      }),
    );
  });

  it("has each of many keys once, in the next aggregate too", () => {
    const writer = new AggregateWriter(1_000_000);
    for (const first of [0, 1_500, 1_000]) {
      const records = Array.from({ length: 4_000 }, (_, n) => key(`k${first + (n % 2_000)}`, "x"));
      expect(read(write(records, writer))).toEqual(records);
    }
  });

  it("never gets larger than it may, and is left as it was by what does not fit", () => {
    fc.assert(
      fc.property(puts, fc.integer({ min: 20, max: 2_000 }), (records, bytesMax) => {
        const writer = new AggregateWriter(bytesMax);
        const fitting = records.filter(({ partitionKey, explicitHashKey, data }) => {
          const at = writer.add(partitionKey, data.length, explicitHashKey);
          if (at !== full) writer.records.set(data, at);
          return at !== full;
        });
        const { bytes } = writer;
        const aggregate = writer.finish();
        expect(aggregate.length).toBe(bytes);
        expect(aggregate.length).toBeLessThanOrEqual(bytesMax);
        expect(read(aggregate)).toEqual(fitting);
      }),
    );
  });

  it("is read without copying", () => {
    const aggregate = write([key("a", "data")]);
    const [record] = readAggregate(aggregate) ?? [];
    expect(record?.data.buffer).toBe(aggregate.buffer);
  });

  it("is a plain record after any change to a byte, and wherever it is cut off", () => {
    const aggregate = write([key("a", "one", "7"), key("b", "two")]);
    for (let at = 0; at < aggregate.length; at++) {
      const spoiled = Buffer.from(aggregate);
      spoiled[at] = (spoiled[at] as number) ^ 1;
      expect(readAggregate(spoiled)).toBeUndefined();
      expect(readAggregate(aggregate.subarray(0, at))).toBeUndefined();
    }
  });

  it("is read with its fields in any order, and with tags and fields of later versions", () => {
    const record = [0x08, 0, 0x1a, 1, 0x78, 0x22, 3, 0x0a, 1, 0x74];
    const later = [0x20, 0x96, 1, 0x29, 1, 2, 3, 4, 5, 6, 7, 8, 0x35, 1, 2, 3, 4];
    const message = [...later, 0x1a, record.length, ...record, 0x0a, 1, 0x6b];
    expect(read(sealed(message))).toEqual([key("k", "x")]);
  });

  it.each([
    ["an index beyond the table", [0x0a, 1, 0x6b, 0x1a, 5, 0x08, 1, 0x1a, 1, 0x78]],
    ["no key", [0x0a, 1, 0x6b, 0x1a, 3, 0x1a, 1, 0x78]],
    ["no data", [0x0a, 1, 0x6b, 0x1a, 2, 0x08, 0]],
    ["a field that is cut off", [0x0a, 9, 0x6b]],
    ["a record whose data is longer than it", [0x0a, 1, 0x6b, 0x1a, 4, 0x08, 0, 0x1a, 9]],
    ["a number without an end", [0x20, ...Array.from({ length: 12 }, () => 0xff)]],
    ["a wire type that there is not", [0x0f]],
  ])("is a plain record with %s, though its digest is right", (_, message) => {
    expect(readAggregate(sealed(message))).toBeUndefined();
  });
});
