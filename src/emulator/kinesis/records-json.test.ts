import * as fc from "fast-check";
import { expect, it } from "vitest";
import { recordsJson } from "./records-json.ts";

const record = fc.record({
  sequenceNumber: fc.constant("49"),
  arrivalMs: fc.integer({ min: 0, max: 4e12 }),
  data: fc.uint8Array().map((bytes) => Buffer.from(bytes)),
  partitionKey: fc.string({ unit: "binary" }),
});

it("is the JSON that a serializer would write", () => {
  fc.assert(
    fc.property(fc.array(record), (records) => {
      const output = { Records: records, NextShardIterator: "AB+/=", MillisBehindLatest: 7 };
      expect(JSON.parse(recordsJson(output))).toEqual({
        Records: records.map(({ sequenceNumber, arrivalMs, data, partitionKey }) => ({
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
