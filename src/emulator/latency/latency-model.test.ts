import { describe, expect, it } from "vitest";
import { Random } from "../../core/random.ts";
import { latencyModel } from "./latency-model.ts";

describe("the latency model aws", () => {
  it.each([
    ["kinesis", "SubscribeToShardEvent", 49.4, 67.5],
    ["sqs", "ReceiveMessage", 16.2, 33.8],
    ["s3", "PutObject", 40, 100],
    ["s3", "ListBuckets", 25, 80],
  ] as const)(
    "draws for %s %s around the published percentiles",
    (service, operation, p50, p90) => {
      const model = latencyModel("aws", Random.from("latency"));
      const drawn = Array.from({ length: 20_000 }, () => model.delayMs(service, operation)).sort(
        (a, b) => a - b,
      );
      expect(Math.abs((drawn[9_999] ?? 0) / p50 - 1)).toBeLessThan(0.15);
      expect(Math.abs((drawn[17_999] ?? 0) / p90 - 1)).toBeLessThan(0.15);
    },
  );

  it("is nothing where it is off", () => {
    expect(latencyModel("off", Random.from(1)).delayMs("sqs", "SendMessage")).toBe(0);
  });
});
