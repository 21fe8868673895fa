import { describe, expect, it } from "vitest";
import {
  faultedServices,
  QueueUrl,
  type Asked,
  type FaultRules,
  type Protocol,
} from "../../../test/support/faulted-services.ts";
import { latencyModel } from "../latency/latency-model.ts";
import { Random } from "../../core/random.ts";

type Action = FaultRules[number]["action"];

/** A call of each protocol that leaves something behind, and one that says how much is there. */
const writes: Readonly<Record<Protocol, Asked>> = {
  kinesis: {
    operation: "PutRecord",
    input: { StreamName: "s", PartitionKey: "k", Data: "YQ==" },
  },
  sqs: { operation: "SendMessage", input: { QueueUrl, MessageBody: "m" } },
  "sqs query": { operation: "SendMessage", input: { QueueUrl, MessageBody: "m" } },
  s3: { operation: "PUT /bkt/k", input: "body" },
};

function stored({ services }: ReturnType<typeof faultedServices>, protocol: Protocol): unknown {
  const [name, member] = (
    {
      kinesis: ["s", "records"],
      sqs: ["q", "visible"],
      "sqs query": ["q", "visible"],
      s3: ["bkt", "objects"],
    } as const
  )[protocol];
  return (services[protocol].inspect(name) as Record<string, unknown>)[member];
}

const matrix: readonly (readonly [Action, Protocol, status: number, code: string])[] = [
  ["aws:fis:inject-api-throttle-error", "kinesis", 400, "ThrottlingException"],
  ["aws:fis:inject-api-throttle-error", "sqs", 400, "RequestThrottled"],
  ["aws:fis:inject-api-throttle-error", "sqs query", 403, "RequestThrottled"],
  ["aws:fis:inject-api-throttle-error", "s3", 503, "SlowDown"],
  ["aws:fis:inject-api-internal-error", "kinesis", 500, "InternalFailure"],
  ["aws:fis:inject-api-internal-error", "sqs", 500, "InternalFailure"],
  ["aws:fis:inject-api-internal-error", "sqs query", 500, "InternalFailure"],
  ["aws:fis:inject-api-internal-error", "s3", 500, "InternalError"],
  ["aws:fis:inject-api-unavailable-error", "kinesis", 503, "ServiceUnavailable"],
  ["aws:fis:inject-api-unavailable-error", "sqs", 503, "ServiceUnavailable"],
  ["aws:fis:inject-api-unavailable-error", "sqs query", 503, "ServiceUnavailable"],
  ["aws:fis:inject-api-unavailable-error", "s3", 503, "ServiceUnavailable"],
  [
    "aws:kinesis:inject-api-provisioned-throughput-exception",
    "kinesis",
    400,
    "ProvisionedThroughputExceededException",
  ],
];

describe("a call that is refused", () => {
  it.each(matrix)(
    "by %s at %s has status %i and code %s",
    async (action, protocol, ...expected) => {
      const world = faultedServices([{ action, atMost: 1 }]);
      const { operation, input } = writes[protocol];
      const told = await world.asking(protocol, operation, input);
      expect([told.status, told.code]).toEqual(expected);
      expect(told.about).toMatchObject({ errorCode: told.code });
      expect(stored(world, protocol)).toBe(0);
      expect(world.faults.tallies()).toMatchObject([{ considered: 1, struck: 1 }]);
      // It strikes no more, and the same call then succeeds.
      expect(world.call(protocol, operation, input).status).toBe(200);
      expect(stored(world, protocol)).toBe(1);
    },
  );

  it("has the words of the service", async () => {
    const throughput = "aws:kinesis:inject-api-provisioned-throughput-exception";
    const { asking, call, set, time } = faultedServices([{ action: throughput }]);
    const { operation, input } = writes.kinesis;
    expect((await asking("kinesis", operation, input)).body).toMatch(
      /Rate exceeded for shard shardId-00000000000[01] in stream s under account 000000000000\./,
    );
    const records = { StreamName: "s", Records: [{ PartitionKey: "k", Data: "YQ==" }] };
    expect((await asking("kinesis", "PutRecords", records)).body).toContain(
      "Rate exceeded for stream s under account 000000000000.",
    );
    set([{ action: "aws:kinesis:inject-api-expired-iterator-exception" }]);
    const at = { StreamName: "s", ShardId: "shardId-000000000001" };
    const got = call("kinesis", "GetShardIterator", { ...at, ShardIteratorType: "LATEST" });
    time.advanceMs(1_000);
    const read = await asking("kinesis", "GetRecords", JSON.parse(got.body));
    expect(read).toMatchObject({
      code: "ExpiredIteratorException",
      about: { operation: "GetRecords", resource: "s", errorCode: "ExpiredIteratorException" },
    });
    expect(read.body).toMatch(/Iterator expired\. .* tolerated delay of 300000 milliseconds\./);
  });
});

describe("a connection that is cut", () => {
  it.each([
    ["aforo:connection-reset", "kinesis", 0],
    ["aforo:connection-reset", "sqs", 0],
    ["aforo:connection-reset", "s3", 0],
    ["aforo:lost-acknowledgement", "kinesis", 1],
    ["aforo:lost-acknowledgement", "sqs", 1],
    ["aforo:lost-acknowledgement", "sqs query", 1],
    ["aforo:lost-acknowledgement", "s3", 1],
  ] as const)("by %s at %s leaves %i behind", async (action, protocol, expected) => {
    const world = faultedServices([{ action }]);
    const { operation, input } = writes[protocol];
    expect((await world.asking(protocol, operation, input)).status).toBe("cut");
    expect(stored(world, protocol)).toBe(expected);
  });

  it("lets go of what would have made the answer", async () => {
    const { asking, call, set } = faultedServices();
    const StreamARN = "arn:aws:kinesis:us-east-1:000000000000:stream/s";
    const made = call("kinesis", "RegisterStreamConsumer", { StreamARN, ConsumerName: "c" });
    const { ConsumerARN } = JSON.parse(made.body).Consumer;
    set([{ action: "aforo:lost-acknowledgement" }]);
    const input = { ConsumerARN, ShardId: "shardId-000000000000" };
    const StartingPosition = { Type: "LATEST" };
    const told = await asking("kinesis", "SubscribeToShard", { ...input, StartingPosition });
    expect(told).toMatchObject({ status: "cut", about: { resource: "s" } });
  });
});

/** Whether a promise is settled once all that is under way has been done. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  void promise.then(() => (settled = true));
  await new Promise(setImmediate);
  return settled;
}

describe("latency", () => {
  const late: FaultRules = [{ action: "aforo:latency", delay: { p50: "100ms" } }];

  it.each(["kinesis", "sqs", "sqs query", "s3"] as const)(
    "delays the answer at %s after the work is done",
    async (protocol) => {
      const world = faultedServices(late);
      const { operation, input } = writes[protocol];
      const answer = world.asking(protocol, operation, input);
      world.time.advanceMs(0);
      await new Promise(setImmediate);
      expect(stored(world, protocol)).toBe(1);
      world.time.advanceMs(99);
      expect(await isSettled(answer)).toBe(false);
      world.time.advanceMs(1);
      expect(await isSettled(answer)).toBe(true);
      expect((await answer).status).toBe(200);
    },
  );

  it("comes on top of what the model has, and after a long poll's own wait", async () => {
    const latency = { ...latencyModel("aws", Random.from(1)), delayMs: () => 50 };
    const { asking, time } = faultedServices(late, { latency });
    const answer = asking("sqs", "ReceiveMessage", { QueueUrl, WaitTimeSeconds: 1 });
    time.advanceMs(1_000);
    await new Promise(setImmediate);
    time.advanceMs(149);
    expect(await isSettled(answer)).toBe(false);
    time.advanceMs(1);
    expect(await isSettled(answer)).toBe(true);
  });

  it("costs nothing where the model is off: the answer is no promise", () => {
    const { ask } = faultedServices();
    for (const protocol of ["kinesis", "sqs", "sqs query", "s3"] as const) {
      expect(ask(protocol, writes[protocol])).not.toBeInstanceOf(Promise);
    }
  });
});

describe("a rule strikes only where it says", () => {
  it.each<readonly [string, Omit<FaultRules[number], "action">, boolean]>([
    ["its service", { service: "kinesis" }, true],
    ["another service", { service: "sqs" }, false],
    ["its operation", { operations: ["GetRecords", "PutRecord"] }, true],
    ["another operation", { operations: ["PutRecords"] }, false],
    ["its stream", { resources: ["s"] }, true],
    ["another stream", { resources: ["t"] }, false],
    ["both shards", { shards: ["shardId-000000000000", "shardId-000000000001"] }, true],
    ["another shard", { shards: ["shardId-000000000002"] }, false],
    ["before its time", { from: "1s" }, false],
  ])("%s", async (_name, where, strikes) => {
    const action = "aws:fis:inject-api-internal-error";
    const { asking } = faultedServices([{ action, ...where }]);
    const { operation, input } = writes.kinesis;
    expect((await asking("kinesis", operation, input)).status).toBe(strikes ? 500 : 200);
  });

  it("by the ARN of its stream, by an iterator and by a consumer", async () => {
    const { asking, call, set } = faultedServices();
    const StreamARN = "arn:aws:kinesis:us-east-1:000000000000:stream/s";
    const ShardId = "shardId-000000000001";
    const at = { StreamARN, ShardId, ShardIteratorType: "LATEST" };
    const { ShardIterator } = JSON.parse(call("kinesis", "GetShardIterator", at).body);
    const shards = [ShardId];
    set([{ action: "aws:fis:inject-api-unavailable-error", resources: ["s"], shards }]);
    const ConsumerARN = `${StreamARN}/consumer/c:1`;
    const StartingPosition = { Type: "LATEST" };
    for (const [operation, input] of [
      ["GetShardIterator", at],
      ["GetRecords", { ShardIterator }],
      ["SubscribeToShard", { ConsumerARN, ShardId, StartingPosition }],
    ] as const) {
      expect((await asking("kinesis", operation, input)).status).toBe(503);
    }
    const other = { ...at, ShardId: "shardId-000000000000" };
    expect((await asking("kinesis", "GetShardIterator", other)).status).toBe(200);
  });
});

it("strikes the same calls again under an equal seed", async () => {
  const outcomes = async () => {
    const action = "aws:fis:inject-api-throttle-error";
    const other = "aws:fis:inject-api-unavailable-error";
    const { asking } = faultedServices([
      { action, share: "20%", service: "kinesis" },
      { action: other, share: "20%" },
    ]);
    const told: unknown[] = [];
    for (let i = 0; i < 100; i++) {
      const protocol = i % 3 === 0 ? "sqs" : "kinesis";
      const { operation, input } = writes[protocol];
      told.push((await asking(protocol, operation, input)).code);
    }
    return told;
  };
  const first = await outcomes();
  expect(new Set(first)).toEqual(new Set([undefined, "ThrottlingException", "ServiceUnavailable"]));
  expect(await outcomes()).toEqual(first);
});
