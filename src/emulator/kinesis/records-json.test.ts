import * as fc from "fast-check";
import { expect, it } from "vitest";
import { shardRecords } from "../../../test/support/shard-records.ts";
import { recordsJson } from "./records-json.ts";

const record = fc.record({
  arrivalMs: fc.integer({ min: 0, max: 4e12 }),
  data: fc.uint8Array().map((bytes) => Buffer.from(bytes)),
  partitionKey: fc.string({ unit: "grapheme" }),
});

it("is the JSON that a serializer would write", () => {
  fc.assert(
    fc.property(fc.array(record), (bodies) => {
      const records = shardRecords(bodies.toSorted((a, b) => a.arrivalMs - b.arrivalMs));
      const output = { Records: records, NextShardIterator: "AB+/=", MillisBehindLatest: 7 };
      expect(JSON.parse(recordsJson(output).toString())).toEqual({
        Records: [...records].map(({ sequenceNumber, arrivalMs, data, partitionKey }) => ({
          SequenceNumber: sequenceNumber,
          ApproximateArrivalTimestamp: arrivalMs / 1_000,
          Data: data.toString("base64"),
          // Where the producer gave none, there is none.
          ...(partitionKey === "" ? {} : { PartitionKey: partitionKey }),
        })),
        NextShardIterator: "AB+/=",
        MillisBehindLatest: 7,
      });
    }),
  );
});
