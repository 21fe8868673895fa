import { SendMessageBatchCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { elsewhere } from "../../support/contract-target.ts";
import { expectAccepted, tally, times } from "../../support/outcomes.ts";
import { sqsBench, type SqsBench } from "../../support/sqs-bench.ts";

const highThroughput = {
  DeduplicationScope: "messageGroup",
  FifoThroughputLimit: "perMessageGroupId",
};

describe("SQS: rates of FIFO queues", { timeout: 120_000 }, () => {
  let bench: SqsBench;

  beforeAll(async () => {
    bench = await sqsBench();
  });
  afterAll(() => bench.close());

  const sent = elsewhere ? 2_000 : 310;

  /** How many sends at one time were accepted, and whether the client was as fast as it needs. */
  async function send(fifo: string, groupOf: (i: number) => string) {
    const beganMs = performance.now();
    const calls = times(sent, (i) => bench.send(fifo, `m${i}`, { MessageGroupId: groupOf(i) }));
    const { accepted = 0, RequestThrottled = 0 } = await tally(calls);
    expect(accepted + RequestThrottled).toBe(sent);
    const seconds = (performance.now() - beganMs) / 1_000;
    return { accepted, isTooSlow: elsewhere && sent < 300 * (2 + seconds) };
  }

  const tooSlow = "this client sends less than the rate: try it nearer to the service";

  it("fifoCallsPerSecond: 300 sends a second, whatever their groups", async ({ skip }) => {
    const { accepted, isTooSlow } = await send(await bench.fifo(), (i) => `g${i}`);
    skip(isTooSlow, tooSlow);
    expectAccepted(accepted, { limit: 300, sent });
  });

  it.skipIf(elsewhere)(
    "fifoCallsPerSecond: each action apart, and a batch is one call",
    async () => {
      const fifo = await bench.fifo();
      const Entries = times(10, (i) => ({ Id: `${i}`, MessageBody: `${i}`, MessageGroupId: "g" }));
      const command = new SendMessageBatchCommand({ QueueUrl: fifo, Entries });
      const calls = times(310, () => bench.client.send(command));
      expect(await tally(calls)).toEqual({ accepted: 300, RequestThrottled: 10 });
      expect(await bench.receive(fifo)).toHaveLength(10);
      await bench.advance(1_000);
      expect(await tally([bench.client.send(command)])).toEqual({ accepted: 1 });
    },
  );

  it("fifoHighThroughputCallsPerSecond: 300 sends a second to a partition", async ({ skip }) => {
    const { accepted, isTooSlow } = await send(await bench.fifo(highThroughput), () => "one");
    skip(isTooSlow, tooSlow);
    expectAccepted(accepted, { limit: 300, sent });
  });

  it.skipIf(elsewhere)("fifoHighThroughputCallsPerSecond: groups share partitions", async () => {
    const fifo = await bench.fifo(highThroughput);
    expect((await send(fifo, (i) => `g${i}`)).accepted).toBe(sent);
  });
});
