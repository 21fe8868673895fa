import { expect, test } from "vitest";

import { sqsLimits } from "../../core/limits/sqs.ts";
import { FifoRates, type RatedAction } from "./fifo-rates.ts";

type Throughput = "perQueue" | "perMessageGroupId";

/** How many calls of one group each are taken at one time. */
function callsTaken(
  rates: FifoRates,
  call: { action: RatedAction; throughput: Throughput; groups: readonly string[]; atMs: number },
): number {
  let taken = 0;
  for (let i = 0; i < 2_000; i++) {
    try {
      const groupId = call.groups[i % call.groups.length] as string;
      rates.start(call.action, call.throughput, call.atMs).admit(groupId);
      taken++;
    } catch (error) {
      expect(error).toMatchObject({ shape: "RequestThrottled" });
    }
  }
  return taken;
}

test("by default a queue takes 300 calls a second for each action", () => {
  const rates = new FifoRates(sqsLimits());
  const call = { action: "send", throughput: "perQueue", groups: ["a", "b"], atMs: 0 } as const;
  expect(callsTaken(rates, call)).toBe(300);
  expect(callsTaken(rates, { ...call, atMs: 500 })).toBe(150);
  expect(callsTaken(rates, { ...call, atMs: 500, action: "delete" })).toBe(300);
});

test("with high throughput each partition does, up to the quota of the Region", () => {
  const groups = Array.from({ length: 500 }, (_, i) => `group-${i}`);
  const call = { action: "send", throughput: "perMessageGroupId", atMs: 0 } as const;
  const rates = () => new FifoRates(sqsLimits({}, "sa-east-1"));
  expect(callsTaken(rates(), { ...call, groups: ["a"] })).toBe(300);
  expect(callsTaken(rates(), { ...call, groups })).toBeGreaterThan(1_500);
  expect(callsTaken(new FifoRates(sqsLimits({}, "eu-west-3")), { ...call, groups })).toBe(2_000);
  const few = new FifoRates(sqsLimits({ fifoHighThroughputCallsPerSecond: 600 }));
  expect(callsTaken(few, { ...call, groups })).toBe(600);
});

test("a batch is one call at each partition that it touches", () => {
  const rates = new FifoRates(sqsLimits({ fifoHighThroughputCallsPerSecond: 300 }));
  for (let i = 0; i < 300; i++) {
    const batch = rates.start("send", "perMessageGroupId", 0);
    for (let entry = 0; entry < 10; entry++) batch.admit(`group-${entry}`);
  }
  const batch = rates.start("send", "perMessageGroupId", 0);
  expect(() => batch.admit("a")).toThrow("Request is throttled.");
  expect(() => batch.admit("b")).toThrow("Request is throttled.");
});

test("receives together have the rate of all partitions", () => {
  const rates = new FifoRates(sqsLimits({ fifoHighThroughputCallsPerSecond: 900 }));
  const throughput = "perMessageGroupId";
  expect(callsTaken(rates, { action: "receive", throughput, groups: ["a"], atMs: 0 })).toBe(900);
});
