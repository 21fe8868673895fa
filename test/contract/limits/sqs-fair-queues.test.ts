import { DeleteMessageCommand, type Message } from "@aws-sdk/client-sqs";
import { describe, expect, it } from "vitest";
import type { SqsLimits } from "../../../src/core/limits/sqs.ts";
import { elsewhere } from "../../support/contract-target.ts";
import { sqsBench, type SqsBench } from "../../support/sqs-bench.ts";

/** Who is noisy is approximate in AWS: elsewhere a test could only watch a trend. */
describe.skipIf(elsewhere)("SQS: fair queues", () => {
  async function withQueue(
    sqs: Partial<SqsLimits>,
    run: (bench: SqsBench, queue: string) => Promise<void>,
  ): Promise<void> {
    const bench = await sqsBench({ limits: { sqs } });
    try {
      await run(bench, await bench.queue({ VisibilityTimeout: "43200" }));
    } finally {
      await bench.close();
    }
  }

  async function send(bench: SqsBench, queue: string, tenants: Readonly<Record<string, number>>) {
    for (const [tenant, count] of Object.entries(tenants)) {
      const group = tenant === "none" ? {} : { MessageGroupId: tenant };
      for (let i = 0; i < count; i++) await bench.send(queue, tenant, group);
    }
  }

  async function take(bench: SqsBench, queue: string, count: number): Promise<readonly Message[]> {
    const taken: Message[] = [];
    while (taken.length < count) {
      const MaxNumberOfMessages = Math.min(10, count - taken.length);
      taken.push(...(await bench.receive(queue, { MaxNumberOfMessages })));
    }
    return taken;
  }

  const next = async (bench: SqsBench, queue: string) => (await take(bench, queue, 1))[0]?.Body;

  async function remove(bench: SqsBench, QueueUrl: string, messages: readonly Message[]) {
    for (const { ReceiptHandle } of messages) {
      await bench.client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
  }

  it("fairInFlightMin: a tenant is noisy with 30 messages in flight", () =>
    withQueue({}, async (bench, queue) => {
      await send(bench, queue, { loud: 40, quiet: 1 });
      await take(bench, queue, 29);
      expect(await next(bench, queue)).toBe("loud");
      expect(await next(bench, queue)).toBe("quiet");
    }));

  it.each([
    [10, "quiet"],
    [60, "loud"],
  ])(
    "fairInFlightPercent: and with more than %i percent of all: %s",
    (fairInFlightPercent, served) =>
      withQueue({ fairInFlightPercent }, async (bench, queue) => {
        await send(bench, queue, { none: 30, loud: 40, quiet: 1 });
        await take(bench, queue, 60);
        expect(await next(bench, queue)).toBe(served);
      }),
  );

  it.each([
    [10, "quiet"],
    [100, "slow"],
  ])(
    "fairProcessingPercent: or with more than %i percent of the processing time: %s",
    (fairProcessingPercent, served) =>
      withQueue({ fairProcessingPercent }, async (bench, queue) => {
        await send(bench, queue, { slow: 1 });
        const slow = await take(bench, queue, 1);
        await bench.advance(10_000);
        await remove(bench, queue, slow);
        await send(bench, queue, { slow: 1, quiet: 1 });
        expect(await next(bench, queue)).toBe(served);
      }),
  );

  it.each([
    [299_999, "quiet"],
    [300_000, "slow"],
  ])("fairProcessingWindowMs: processing time %i ms ago: %s", (ms, served) =>
    withQueue({}, async (bench, queue) => {
      await send(bench, queue, { slow: 1 });
      const slow = await take(bench, queue, 1);
      await bench.advance(10_000);
      await remove(bench, queue, slow);
      await bench.advance(ms);
      await bench.receive(queue);
      await send(bench, queue, { slow: 1, quiet: 1 });
      expect(await next(bench, queue)).toBe(served);
    }),
  );

  it.each([
    [299_999, "quiet"],
    [300_000, "loud"],
  ])("fairIdleMs: %i ms with none in flight: %s", (ms, served) =>
    withQueue({}, async (bench, queue) => {
      await send(bench, queue, { loud: 40, quiet: 1 });
      const loud = await take(bench, queue, 30);
      expect(await next(bench, queue)).toBe("quiet");
      await remove(bench, queue, loud);
      await bench.advance(ms);
      await send(bench, queue, { quiet: 1 });
      expect(await next(bench, queue)).toBe(served);
    }),
  );
});
