import { expect, it } from "vitest";
import { scaledLimits } from "./scaled.ts";

it("scales what a second allows, changed or not, and leaves the wire alone", () => {
  const changed = { kinesis: { writeRecordsPerSecondPerShard: 5, putRecordsCountMax: 7 } };
  const { kinesis, sqs, s3 } = scaledLimits(changed, 100);
  expect(kinesis).toMatchObject({
    writeRecordsPerSecondPerShard: 500,
    writeBytesPerSecondPerShard: 104_857_600,
    putRecordsCountMax: 7,
  });
  expect(kinesis).not.toHaveProperty("iteratorLifeMs");
  expect(sqs).toEqual({ fifoCallsPerSecond: 30_000, fifoHighThroughputCallsPerSecond: 7_000_000 });
  expect(s3).toEqual({ writesPerSecondPerPrefix: 350_000, readsPerSecondPerPrefix: 550_000 });
});
