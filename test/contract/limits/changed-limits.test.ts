import { StartMessageMoveTaskCommand } from "@aws-sdk/client-sqs";
import { describe, expect, it } from "vitest";
import { kinesisLimitTable } from "../../../src/core/limits/kinesis.ts";
import { kinesisRateTable } from "../../../src/core/limits/kinesis-rates.ts";
import { s3LimitTable } from "../../../src/core/limits/s3.ts";
import { limitsSchema } from "../../../src/core/limits/schema.ts";
import { sqsLimitTable } from "../../../src/core/limits/sqs.ts";
import { elsewhere } from "../../support/contract-target.ts";
import { kinesisBench } from "../../support/kinesis-bench.ts";
import { outcome, tally, times } from "../../support/outcomes.ts";
import { s3Bench, type S3Bench } from "../../support/s3-bench.ts";
import { sqsBench, type SqsBench } from "../../support/sqs-bench.ts";
import { changedKinesisLimits, type ChangedLimit } from "./kinesis-changed-limits.ts";
import { controlPlaneCalls, send } from "./kinesis-control-plane-calls.ts";

const tables = { kinesis: kinesisLimitTable, sqs: sqsLimitTable, s3: s3LimitTable };
const highThroughput = {
  DeduplicationScope: "messageGroup",
  FifoThroughputLimit: "perMessageGroupId",
};

const sqsRows: readonly ChangedLimit<SqsBench>[] = [
  ["sqs.inFlightMax", 5, (bench) => inFlight(bench, bench.queue(), "OverLimit")],
  ["sqs.fifoInFlightMax", 5, (bench) => inFlight(bench, bench.fifo(), "accepted")],
  [
    "sqs.fifoCallsPerSecond",
    5,
    async (bench) => {
      const fifo = await bench.fifo();
      const calls = times(8, (i) => bench.send(fifo, `${i}`, { MessageGroupId: "g" }));
      expect(await tally(calls)).toEqual({ accepted: 5, RequestThrottled: 3 });
    },
  ],
  [
    "sqs.fifoHighThroughputCallsPerSecond",
    5,
    async (bench) => {
      const fifo = await bench.fifo(highThroughput);
      const receives = times(8, () => bench.receive(fifo));
      expect(await tally(receives)).toEqual({ accepted: 5, RequestThrottled: 3 });
      const sends = times(8, (i) => bench.send(fifo, `${i}`, { MessageGroupId: "g" }));
      expect(await tally(sends)).toEqual({ accepted: 5, RequestThrottled: 3 });
    },
  ],
  [
    "sqs.moveTaskMessagesPerSecondMax",
    5,
    async (bench) => {
      const { SourceArn } = await letters(bench);
      const start = (MaxNumberOfMessagesPerSecond: number) =>
        bench.client.send(
          new StartMessageMoveTaskCommand({ SourceArn, MaxNumberOfMessagesPerSecond }),
        );
      expect(await outcome(start(6))).toBe("InvalidParameterValue");
      expect(await outcome(start(5))).toBe("accepted");
    },
  ],
  [
    "sqs.moveTaskMessagesPerSecondDefault",
    2,
    async (bench) => {
      const { SourceArn, DestinationArn, destination } = await letters(bench);
      await bench.client.send(new StartMessageMoveTaskCommand({ SourceArn, DestinationArn }));
      await bench.advance(1_000);
      expect(await bench.receive(destination)).toHaveLength(2);
    },
  ],
];

async function inFlight(bench: SqsBench, made: Promise<string>, then: string): Promise<void> {
  const queue = await made;
  for (let i = 0; i < 8; i++) await bench.send(queue, `${i}`, { MessageGroupId: `g${i}` });
  expect(await bench.receive(queue)).toHaveLength(5);
  expect(await outcome(bench.receive(queue))).toBe(then);
}

/** A dead-letter queue with ten messages. */
async function letters(bench: SqsBench) {
  const [queue, destination] = [await bench.queue(), await bench.queue()];
  const SourceArn = await bench.arnOf(queue);
  const policy = { deadLetterTargetArn: SourceArn, maxReceiveCount: 1 };
  await bench.set(destination, { RedrivePolicy: JSON.stringify(policy) });
  for (let i = 0; i < 10; i++) await bench.send(queue, `${i}`);
  return { SourceArn, DestinationArn: await bench.arnOf(destination), destination };
}

const s3Rows: readonly ChangedLimit<S3Bench>[] = [
  [
    "s3.writesPerSecondPerPrefix",
    3,
    async (bench) => {
      const calls = times(5, (i) => bench.put(`w/${i}`));
      expect(await tally(calls)).toEqual({ accepted: 3, SlowDown: 2 });
    },
  ],
  [
    "s3.readsPerSecondPerPrefix",
    3,
    async (bench) => {
      await bench.put("r/x");
      const calls = await tally(times(5, () => bench.head("r/x")));
      expect(calls["accepted"]).toBe(3);
    },
  ],
];

/** Each rate shows, with a lower value, under a little load. */
describe.skipIf(elsewhere)("limits that are changed", () => {
  it.each(changedKinesisLimits)("%s: %i", async (limit, value, shows) => {
    expect.hasAssertions();
    await whileOpen(await kinesisBench({ limits: { kinesis: { [nameOf(limit)]: value } } }), shows);
  });

  it.each(sqsRows)("%s: %i", async (limit, value, shows) => {
    expect.hasAssertions();
    await whileOpen(await sqsBench({ limits: { sqs: { [nameOf(limit)]: value } } }), shows);
  });

  it.each(s3Rows)("%s: %i", async (limit, value, shows) => {
    expect.hasAssertions();
    await whileOpen(await s3Bench({ limits: { s3: { [nameOf(limit)]: value } } }), shows);
  });

  it("the rates of Kinesis's control plane: 2", async () => {
    const rates = Object.fromEntries(Object.keys(kinesisRateTable).map((name) => [name, 2]));
    const bench = await kinesisBench({ limits: { kinesis: rates } });
    const subject = await bench.stream();
    for (const call of controlPlaneCalls(subject)) {
      await bench.advance(1_000);
      const answers = await Promise.allSettled(times(4, () => send(bench.client, call)));
      const refused = answers.filter(
        (answer) =>
          answer.status === "rejected" &&
          (answer.reason as Error).message.startsWith("Rate exceeded"),
      );
      expect([call.operation, refused.length]).toEqual([call.operation, 2]);
    }
    await bench.close();
  });
});

describe("the limits that can be changed", () => {
  it("include each by its name", () => {
    for (const [service, table] of Object.entries(tables)) {
      const changed = Object.entries(table).map(([name, { value }]) => [name, value + 1]);
      const limits = { [service]: Object.fromEntries(changed) };
      expect(limitsSchema.parse(limits)).toEqual(limits);
    }
  });

  it("are shown here to have an effect, where they are rates", () => {
    const shown = new Set([...changedKinesisLimits, ...sqsRows, ...s3Rows].map(([limit]) => limit));
    const rates = Object.entries(tables).flatMap(([service, table]) =>
      Object.entries(table)
        .filter(([name, { unit }]) => /\w\/s\b/.test(unit) && !(name in kinesisRateTable))
        .map(([name]) => `${service}.${name}`),
    );
    expect(rates.filter((limit) => !shown.has(limit))).toEqual([]);
  });
});

async function whileOpen<B extends { close(): Promise<void> }>(
  bench: B,
  shows: (bench: B) => Promise<void>,
): Promise<void> {
  try {
    await shows(bench);
  } finally {
    await bench.close();
  }
}

function nameOf(limit: string): string {
  return limit.slice(limit.indexOf(".") + 1);
}
