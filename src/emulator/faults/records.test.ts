import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  faultedServices,
  QueueUrl,
  type FaultRules,
} from "../../../test/support/faulted-services.ts";
import { Metrics } from "../metrics/metrics.ts";

type World = ReturnType<typeof faultedServices>;
type Action = FaultRules[number]["action"];

const internal = "aws:fis:inject-api-internal-error";
const throttle = "aws:fis:inject-api-throttle-error";

interface PutResult {
  readonly FailedRecordCount: number;
  readonly Records: readonly {
    readonly ErrorCode?: string;
    readonly ErrorMessage?: string;
    readonly ShardId?: string;
  }[];
}

function putRecords({ call }: World, bodies: readonly string[]): PutResult {
  const Records = bodies.map((body) => {
    return { PartitionKey: body, Data: Buffer.from(body).toString("base64") };
  });
  return JSON.parse(call("kinesis", "PutRecords", { StreamName: "s", Records }).body);
}

/** The bodies in a shard, in their order. */
function bodiesIn({ call }: World, ShardId: string): string[] {
  const at = { StreamName: "s", ShardId, ShardIteratorType: "TRIM_HORIZON" };
  const iterator = JSON.parse(call("kinesis", "GetShardIterator", at).body);
  const { Records } = JSON.parse(call("kinesis", "GetRecords", iterator).body);
  return Records.map(({ Data }: { Data: string }) => Buffer.from(Data, "base64").toString());
}

const shards = ["shardId-000000000000", "shardId-000000000001"] as const;
const numbered = (count: number) => Array.from({ length: count }, (_, i) => `record-${i}`);

describe("a record of PutRecords", () => {
  it.each([
    [internal, "InternalFailure", /^Internal service failure\.$/],
    [throttle, "ProvisionedThroughputExceededException", /^Rate exceeded for shard shardId-\d{12}/],
    [
      "aws:kinesis:inject-api-provisioned-throughput-exception",
      "ProvisionedThroughputExceededException",
      /^Rate exceeded for shard shardId-\d{12} in stream s under account 000000000000\.$/,
    ],
  ] as const)("that %s strikes fails as %s alone", (action, code, message) => {
    const world = faultedServices([{ action, strikes: "record", share: "30%" }]);
    const sent = numbered(200);
    const { FailedRecordCount, Records } = putRecords(world, sent);
    const failed = Records.filter(({ ErrorCode }) => ErrorCode === code);
    expect(failed).toHaveLength(FailedRecordCount);
    expect(FailedRecordCount).toBeGreaterThan(30);
    expect(FailedRecordCount).toBeLessThan(90);
    for (const { ErrorMessage } of failed) expect(ErrorMessage).toMatch(message);
    const confirmed = sent.filter((_, i) => Records[i]?.ErrorCode === undefined);
    const kept = shards.flatMap((shard) => bodiesIn(world, shard));
    expect(kept.sort()).toEqual(confirmed.sort());
    const struck = FailedRecordCount;
    expect(world.faults.tallies()).toMatchObject([{ considered: 200, struck }]);
  });

  it("is struck in the shards that the rule names, and in no other", () => {
    const rule = { action: internal, strikes: "record", shards: [shards[1]] };
    const world = faultedServices([rule] as FaultRules);
    const { Records } = putRecords(world, numbered(50));
    for (const { ErrorCode, ShardId } of Records) {
      expect(ErrorCode ?? ShardId).toBe(ErrorCode ? "InternalFailure" : shards[0]);
    }
    expect(bodiesIn(world, shards[1])).toEqual([]);
  });

  it("is confirmed or struck, whatever the share and the sizes of the calls", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 100 }),
        fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 20 }),
        (percent, calls) => {
          const rule = { action: internal, strikes: "record", share: `${percent}%` } as const;
          const world = faultedServices([rule]);
          const sent = calls.reduce((sum, count) => sum + count, 0);
          const struck = calls
            .map((count) => putRecords(world, numbered(count)).FailedRecordCount)
            .reduce((sum, count) => sum + count, 0);
          const { records } = world.services.kinesis.inspect("s") as { records: number };
          expect(records + struck).toBe(sent);
          expect(world.faults.tallies()).toMatchObject([{ considered: sent, struck }]);
          // Six standard deviations.
          const share = percent / 100;
          const slack = 6 * Math.sqrt(sent * share * (1 - share));
          expect(Math.abs(struck - sent * share)).toBeLessThanOrEqual(slack);
        },
      ),
      { numRuns: 30 },
    );
  });

  it("is put behind later ones of its call by aforo:reorder, and none is lost", () => {
    const world = faultedServices([{ action: "aforo:reorder", strikes: "record", share: "20%" }]);
    const sent = numbered(100);
    const { FailedRecordCount, Records } = putRecords(world, sent);
    expect(FailedRecordCount).toBe(0);
    const kept = shards.flatMap((shard) => bodiesIn(world, shard));
    expect(kept.toSorted()).toEqual(sent.toSorted());
    for (const shard of shards) {
      const inOrder = sent.filter((_, i) => Records[i]?.ShardId === shard);
      expect(bodiesIn(world, shard)).not.toEqual(inOrder);
    }
    putRecords(world, ["next call"]);
    const last = shards.map((shard) => bodiesIn(world, shard).at(-1));
    expect(last).toContain("next call");
  });

  it("counts in CloudWatch's metrics by what became of it", async () => {
    const metrics = new Metrics();
    const world = faultedServices(
      [
        { action: internal, strikes: "record", atMost: 3 },
        { action: throttle, strikes: "record", atMost: 5 },
      ],
      { meter: metrics },
    );
    putRecords(world, numbered(10));
    const text = metrics.text([]);
    // The first three are struck by both, and fail by the first.
    for (const line of [
      'put_records_total_records_total{stream_name="s"} 10',
      'put_records_failed_records_total{stream_name="s"} 3',
      'put_records_throttled_records_total{stream_name="s"} 2',
      'put_records_successful_records_total{stream_name="s"} 5',
      'write_provisioned_throughput_exceeded_total{stream_name="s"} 2',
      'incoming_records_total{stream_name="s"} 5',
    ]) {
      expect(text).toContain(`aws_kinesis_${line}`);
    }
  });
});

const entries = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ Id: `e${i}`, MessageBody: `m${i}` }));

describe("an entry of an SQS batch", () => {
  it.each<readonly [Action, code: string, SenderFault: boolean]>([
    [internal, "InternalError", false],
    [throttle, "RequestThrottled", true],
  ])("that %s strikes fails as %s", (action, Code, SenderFault) => {
    const world = faultedServices([{ action, strikes: "record", share: "50%" }]);
    const output = JSON.parse(
      world.call("sqs", "SendMessageBatch", { QueueUrl, Entries: entries(10) }).body,
    );
    const failed = output.Failed as readonly { readonly Id: string }[];
    expect(failed.length + output.Successful.length).toBe(10);
    expect(failed.length).toBeGreaterThan(0);
    expect(failed).toEqual(
      failed.map(({ Id }) => ({ Id, Code, SenderFault, Message: expect.any(String) })),
    );
    expect(world.services.sqs.inspect("q")).toMatchObject({ visible: output.Successful.length });
    expect(world.faults.tallies()).toMatchObject([{ considered: 10, struck: failed.length }]);
  });

  it("keeps its message where its deletion is struck, or the change of its visibility", () => {
    const { call, set, services } = faultedServices();
    call("sqs", "SendMessageBatch", { QueueUrl, Entries: entries(2) });
    const received = call("sqs", "ReceiveMessage", { QueueUrl, MaxNumberOfMessages: 10 });
    const { Messages } = JSON.parse(received.body);
    const Entries = Messages.map(({ ReceiptHandle }: { ReceiptHandle: string }, i: number) => {
      return { Id: `e${i}`, ReceiptHandle, VisibilityTimeout: 0 };
    });
    set([{ action: internal, strikes: "record", atMost: 2 }]);
    const change = call("sqs", "ChangeMessageVisibilityBatch", { QueueUrl, Entries });
    expect(JSON.parse(change.body).Failed).toHaveLength(2);
    expect(services.sqs.inspect("q")).toMatchObject({ inFlight: 2 });
    set([{ action: internal, strikes: "record", atMost: 1 }]);
    const deleted = JSON.parse(call("sqs", "DeleteMessageBatch", { QueueUrl, Entries }).body);
    expect([deleted.Failed.length, deleted.Successful.length]).toEqual([1, 1]);
    expect(services.sqs.inspect("q")).toMatchObject({ inFlight: 1 });
  });
});

describe("a key of DeleteObjects", () => {
  it.each<readonly [Action, code: string]>([
    [internal, "InternalError"],
    [throttle, "SlowDown"],
  ])("that %s strikes fails as %s and stays", (action, code) => {
    const { call, set, services } = faultedServices();
    for (let i = 0; i < 20; i++) call("s3", `PUT /bkt/k${i}`, "body");
    set([{ action, strikes: "record", share: "40%" }]);
    const objects = Array.from({ length: 20 }, (_, i) => `<Object><Key>k${i}</Key></Object>`);
    const answer = call("s3", "POST /bkt?delete", `<Delete>${objects.join("")}</Delete>`);
    const text = answer.body;
    const failed = text.match(new RegExp(`<Code>${code}</Code>`, "g")) ?? [];
    expect(answer.status).toBe(200);
    expect(failed.length).toBeGreaterThan(0);
    expect(text.match(/<Deleted>/g)).toHaveLength(20 - failed.length);
    expect(services.s3.inspect("bkt")).toMatchObject({
      objects: failed.length,
      bytes: failed.length * 4,
    });
  });
});
