import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseSequenceNumber, SequenceWriter } from "./sequence-number.ts";

const seconds = fc.integer({ min: 1_600_000_000, max: 2_600_000_000 });
const shardIndex = fc.integer({ min: 0, max: 0x7fff_ffff });
const shards = fc.tuple(seconds, shardIndex);
const index = fc.maxSafeInteger().map(Math.abs);

describe("sequence numbers", () => {
  it("read back as they were written, in 56 digits", () => {
    fc.assert(
      fc.property(shards, index, seconds, ([shardCreatedS, shard], at, writtenS) => {
        const text = new SequenceWriter(shardCreatedS, shard).write(at, writtenS);
        expect(text).toMatch(/^49\d{54}$/);
        expect(parseSequenceNumber(text)).toEqual({
          shardCreatedS,
          shardIndex: shard,
          index: at,
          writtenS,
        });
      }),
    );
  });

  it("ascend with the index, whatever the second", () => {
    fc.assert(
      fc.property(seconds, shardIndex, index, (createdS, shard, at) => {
        const writer = new SequenceWriter(createdS, shard);
        const [one, two] = [writer.write(at, createdS + 9), writer.write(at + 1, createdS)];
        expect(one < two).toBe(true);
      }),
    );
  });

  it("end a closed shard behind all that it can hold", () => {
    fc.assert(
      fc.property(shards, index, ([createdS, shard], at) => {
        const writer = new SequenceWriter(createdS, shard);
        const end = writer.end(createdS);
        expect(writer.write(at, createdS + 9) < end).toBe(true);
        expect(parseSequenceNumber(end)?.index).toBe(Number.MAX_SAFE_INTEGER);
      }),
    );
  });

  it.each([
    ["a real one", "49659891250307807075198915301531127305751655679424200754", true],
    ["nothing", "", false],
    ["zero", "0", false],
    ["too short", "4965989125030780707519891530153112730575165567942420075", false],
    ["another version", "49659891250307807075198915301531127305751655679424200753", false],
    ["letters", "4965989125030780707519891530153112730575165567942420075a", false],
  ])("%s is told", (_name, text, valid) => {
    expect(parseSequenceNumber(text) !== undefined).toBe(valid);
  });
});
