import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { kinesisRateTable } from "../../../src/core/limits/kinesis-rates.ts";
import { elsewhere } from "../../support/contract-target.ts";
import { kinesisBench, type KinesisBench } from "../../support/kinesis-bench.ts";
import { times } from "../../support/outcomes.ts";
import { controlPlaneCalls, send, type Subject } from "./kinesis-control-plane-calls.ts";

/** The quotas page's own numbers, for each operation that has one: calls a second. */
const perSecond: Readonly<Record<string, number>> = {
  DescribeLimits: 1,
  DescribeStream: 10,
  DescribeStreamConsumer: 20,
  DescribeStreamSummary: 20,
  ListShards: 1_000,
  UpdateShardCount: 10,
};
const ofMostOperations = 5;

/** Of a stream that is not there: its names are put in once there is one. */
const forms = controlPlaneCalls({
  StreamName: "s",
  StreamARN: "arn:aws:kinesis:us-east-1:000000000000:stream/s",
});

describe("Kinesis: the control plane", { timeout: 300_000 }, () => {
  let bench: KinesisBench;
  let subject: Subject;

  beforeAll(async () => {
    bench = await kinesisBench({ controlPlane: "metered" });
    subject = await bench.stream();
  });
  afterAll(() => bench.close());

  /** How many of so many calls at one time the rate let through, and a word of the last refusal. */
  async function burst(operation: string, count: number) {
    const call = controlPlaneCalls(subject).find((one) => one.operation === operation);
    if (!call) throw new Error(`no call of ${operation}`);
    const answers = await Promise.allSettled(times(count, () => send(bench.client, call)));
    const refused = answers.flatMap((answer) =>
      answer.status === "rejected" && isRefusedForRate(answer.reason) ? [answer.reason] : [],
    );
    return { admitted: count - refused.length, refused: refused[0] };
  }

  function isRefusedForRate(error: Error): boolean {
    if (error.name === "ThrottlingException") return true;
    return error.name === "LimitExceededException" && error.message.startsWith("Rate exceeded");
  }

  async function checkRate(operation: string): Promise<void> {
    const rate = perSecond[operation] ?? ofMostOperations;
    await bench.advance(1_000);
    const first = await burst(operation, elsewhere ? 5 * rate + 20 : rate + 2);
    // Which burst AWS allows is not known.
    if (elsewhere) expect(first.admitted).toBeGreaterThanOrEqual(rate);
    else expect(first.admitted).toBe(rate);
    expect(first.refused).toBeDefined();
    await bench.advance(1_000);
    expect((await burst(operation, 1)).admitted).toBe(1);
  }

  // Elsewhere only what changes nothing is called, and what one client can call often enough.
  const isHarmless = (operation: string) =>
    /^(?:Describe|List|Get)/.test(operation) && operation !== "ListShards";

  const rows = forms.map(({ operation, limit }) => [limit, operation] as const);

  it.for(rows)("%s: %s", async ([, operation], { skip }) => {
    skip(elsewhere && !isHarmless(operation), "it changes something, or takes too many calls");
    expect.hasAssertions();
    await checkRate(operation);
  });

  it.skipIf(elsewhere)(
    "counts the calls on each stream apart, where the rate is its own",
    async () => {
      const { StreamName, StreamARN } = await bench.stream();
      await bench.advance(1_000);
      expect((await burst("ListTagsForStream", 7)).admitted).toBe(5);
      const first = subject;
      subject = { StreamName, StreamARN };
      expect((await burst("ListTagsForStream", 7)).admitted).toBe(5);
      subject = first;
    },
  );

  it("has a call for each rate", () => {
    const metered = new Set(forms.map(({ limit }) => limit));
    expect([...metered].sort()).toEqual(Object.keys(kinesisRateTable).sort());
  });
});
