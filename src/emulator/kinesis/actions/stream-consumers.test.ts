import { describe, expect, it } from "vitest";
import { virtualEngine } from "../../../../test/support/virtual-engine.ts";

const StreamARN = "arn:aws:kinesis:eu-west-1:123456789012:stream/s";
/** The engine begins at 1795262400 s. */
const arnOf = (name: string) => `${StreamARN}/consumer/${name}:1795262400`;

type Consumers = { readonly Consumers: readonly { readonly ConsumerName: string }[] };

function engine(limits: NonNullable<Parameters<typeof virtualEngine>[0]["limits"]> = {}) {
  const made = virtualEngine({ limits });
  const register = (...names: readonly string[]) =>
    names.map((ConsumerName) => made.call("RegisterStreamConsumer", { StreamARN, ConsumerName }));
  const list = (input: object = {}) =>
    made.call("ListStreamConsumers", { StreamARN, ...input }) as unknown as Consumers & {
      readonly NextToken?: string;
    };
  const names = () => list().Consumers.map((consumer) => consumer.ConsumerName);
  return { ...made, register, list, names };
}

describe("the life of a consumer", () => {
  it("is CREATING, ACTIVE and DELETING, and then gone", () => {
    const { call, register, clock, names, refusal } = engine({ consumerTransitionMs: 500 });
    const status = () =>
      call("DescribeStreamConsumer", { ConsumerARN: arnOf("c") })["ConsumerDescription"];
    expect(register("c")[0]).toEqual({
      Consumer: {
        ConsumerName: "c",
        ConsumerARN: arnOf("c"),
        ConsumerStatus: "CREATING",
        ConsumerCreationTimestamp: new Date(1_795_262_400_000),
      },
    });
    expect(status()).toMatchObject({ ConsumerStatus: "CREATING", StreamARN });
    clock.advanceMs(500);
    expect(status()).toMatchObject({ ConsumerStatus: "ACTIVE" });
    call("DeregisterStreamConsumer", { ConsumerARN: arnOf("c") });
    expect(status()).toMatchObject({ ConsumerStatus: "DELETING" });
    expect(refusal("RegisterStreamConsumer", { StreamARN, ConsumerName: "c" })).toBe(
      "ResourceInUseException: Consumer c under stream s already exists for account 123456789012.",
    );
    clock.advanceMs(500);
    expect(names()).toEqual([]);
    expect(refusal("DescribeStreamConsumer", { ConsumerARN: arnOf("c") })).toMatch(
      /^ResourceNotFoundException: Consumer c /,
    );
  });

  it.each([
    ["its ARN", { ConsumerARN: arnOf("c") }],
    ["its stream and its name", { StreamARN, ConsumerName: "c" }],
    ["all three", { StreamARN, ConsumerName: "c", ConsumerARN: arnOf("c") }],
  ])("is deregistered by %s", (_name, reference) => {
    const { call, register, names } = engine();
    register("b", "c");
    expect(call("DeregisterStreamConsumer", reference)).toBeUndefined();
    expect(names()).toEqual(["b"]);
  });

  it.each([
    ["nothing", {}, /^InvalidArgumentException: Either ConsumerARN or both/],
    ["a name alone", { ConsumerName: "c" }, /^InvalidArgumentException: Either/],
    ["another time", { ConsumerARN: `${arnOf("c")}1` }, /^ResourceNotFoundException: Consumer c/],
    [
      "another stream's ARN",
      { ConsumerARN: arnOf("c").replace("stream/s", "stream/t") },
      /^ResourceNotFoundException: Stream t under account 123456789012 not found/,
    ],
    [
      "an ARN and a name that differ",
      { ConsumerARN: arnOf("c"), ConsumerName: "b" },
      /^InvalidArgumentException: .* conflicts/,
    ],
    ["no ARN at all", { ConsumerARN: "c" }, /^ValidationException: /],
  ])("is not found by %s", (_name, reference, expected) => {
    const { register, refusal } = engine();
    register("c");
    expect(refusal("DescribeStreamConsumer", reference)).toMatch(expected);
  });
});

describe("how many there may be", () => {
  it("refuses the 21st of a stream", () => {
    const { register, refusal } = engine();
    register(...Array.from({ length: 20 }, (_, i) => `c${i}`));
    expect(refusal("RegisterStreamConsumer", { StreamARN, ConsumerName: "d" })).toMatch(
      /^LimitExceededException: The limit of 20 consumers/,
    );
  });

  it("refuses the sixth that is being made at once", () => {
    const { register, refusal, clock, names } = engine({ consumerTransitionMs: 500 });
    register("a", "b", "c", "d", "e");
    expect(refusal("RegisterStreamConsumer", { StreamARN, ConsumerName: "f" })).toMatch(
      /^LimitExceededException: 5 consumers .* in state CREATING/,
    );
    clock.advanceMs(500);
    register("f");
    expect(names()).toHaveLength(6);
  });
});

describe("the list", () => {
  it("comes in pages, whose tokens expire", () => {
    const { register, list, refusal, clock } = engine();
    register("c", "a", "e", "d", "b");
    const first = list({ MaxResults: 2, StreamCreationTimestamp: 1_795_262_400 });
    const { NextToken } = first;
    const second = list({ MaxResults: 3, NextToken });
    expect([first, second].map((page) => page.Consumers.map((c) => c.ConsumerName))).toEqual([
      ["a", "b"],
      ["c", "d", "e"],
    ]);
    expect(second).not.toHaveProperty("NextToken", expect.anything());
    const again = (more: object) => refusal("ListStreamConsumers", { StreamARN, ...more });
    expect(again({ NextToken, StreamCreationTimestamp: 0 })).toMatch(/^InvalidArgumentException/);
    expect(again({ NextToken: "x" })).toBe("InvalidArgumentException: NextToken is invalid.");
    expect(again({ StreamCreationTimestamp: 0 })).toMatch(/^ResourceNotFoundException/);
    clock.advanceMs(300_001);
    expect(again({ NextToken })).toMatch(/^ExpiredNextTokenException/);
  });
});

describe("the consumers of a stream that is deleted", () => {
  it("stand in the way, unless they are to go too", () => {
    const { call, register, refusal } = engine();
    register("a", "b");
    const { StreamDescriptionSummary } = call("DescribeStreamSummary", { StreamARN });
    expect(StreamDescriptionSummary).toMatchObject({ ConsumerCount: 2 });
    expect(refusal("DeleteStream", { StreamARN })).toMatch(/^ResourceInUseException: /);
    call("DeleteStream", { StreamARN, EnforceConsumerDeletion: true });
    expect(refusal("ListStreamConsumers", { StreamARN })).toMatch(/^ResourceNotFoundException: /);
  });
});
