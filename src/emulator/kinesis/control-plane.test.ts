import { describe, expect, it } from "vitest";
import { virtualEngine } from "../../../test/support/virtual-engine.ts";
import { kinesisLimits } from "../../core/limits/kinesis.ts";

const { describeStreamPerSecond, listTagsForStreamPerSecond, listStreamsPerSecond } =
  kinesisLimits();
const rates = { describeStreamPerSecond, listTagsForStreamPerSecond, listStreamsPerSecond };
const arn = "arn:aws:kinesis:eu-west-1:123456789012:stream/s";

function start() {
  const { call, refusal, clock } = virtualEngine({ limits: rates });
  call("CreateStream", { StreamName: "t", ShardCount: 1 });
  /** How many of so many calls in a row are answered. */
  const answered = (calls: number, operation: string, input: object) =>
    Array.from({ length: calls }, () => refusal(operation, input)).filter((it) => it === "none")
      .length;
  return { answered, refusal, clock };
}

describe("control-plane rates", () => {
  it("count an account's calls together, in AWS's words", () => {
    const { answered, refusal, clock } = start();
    expect(answered(6, "DescribeStream", { StreamName: "s" })).toBe(6);
    expect(answered(6, "DescribeStream", { StreamName: "t" })).toBe(4);
    expect(refusal("DescribeStream", { StreamARN: arn })).toBe(
      "LimitExceededException: Rate exceeded for stream s under account 123456789012.",
    );
    clock.advanceMs(100);
    expect(answered(2, "DescribeStream", { StreamName: "s" })).toBe(1);
  });

  it("count each stream's calls, by name and by ARN", () => {
    const { answered } = start();
    expect(answered(3, "ListTagsForStream", { StreamName: "s" })).toBe(3);
    expect(answered(3, "ListTagsForStream", { StreamARN: arn })).toBe(2);
    expect(answered(6, "ListTagsForStream", { StreamName: "t" })).toBe(5);
  });

  it("name the account where no stream is named", () => {
    const { answered, refusal } = start();
    expect(answered(6, "ListStreams", {})).toBe(5);
    expect(refusal("ListStreams", {})).toBe(
      "LimitExceededException: Rate exceeded for account 123456789012.",
    );
  });

  it("do not count what does not pass validation", () => {
    const { answered } = start();
    answered(20, "DescribeStream", { StreamName: "" });
    expect(answered(10, "DescribeStream", { StreamName: "s" })).toBe(10);
  });
});
