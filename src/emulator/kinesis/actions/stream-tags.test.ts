import { describe, expect, it } from "vitest";
import { virtualEngine } from "../../../../test/support/virtual-engine.ts";

const StreamName = "s";
const streamArn = "arn:aws:kinesis:eu-west-1:123456789012:stream/s";
const numbered = (from: number, count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`k${from + n}`, ""]));

describe("the tags of a stream", () => {
  it("are added, overwritten, removed and listed in pages, in the order of their keys", () => {
    const { call } = virtualEngine({});
    call("AddTagsToStream", { StreamName, Tags: { b: "2", a: "1", "ü 0_.:/=+-@": "" } });
    call("AddTagsToStream", { StreamName, Tags: { b: "3", c: "4" } });
    call("RemoveTagsFromStream", { StreamName, TagKeys: ["a", "not there"] });
    expect(call("ListTagsForStream", { StreamName, Limit: 2 })).toEqual({
      Tags: [
        { Key: "b", Value: "3" },
        { Key: "c", Value: "4" },
      ],
      HasMoreTags: true,
    });
    expect(call("ListTagsForStream", { StreamName, ExclusiveStartTagKey: "c" })).toEqual({
      Tags: [{ Key: "ü 0_.:/=+-@", Value: "" }],
      HasMoreTags: false,
    });
  });

  it("are the same by name and as a resource, and those of CreateStream among them", () => {
    const { call } = virtualEngine({});
    call("CreateStream", { StreamName: "t", ShardCount: 1, Tags: { made: "so" } });
    const ResourceARN = streamArn.replace(/s$/, "t");
    call("TagResource", { ResourceARN, Tags: { a: "1" } });
    call("UntagResource", { ResourceARN, TagKeys: ["b"] });
    const { Tags } = call("ListTagsForStream", { StreamName: "t" });
    expect(Tags).toEqual([
      { Key: "a", Value: "1" },
      { Key: "made", Value: "so" },
    ]);
    expect(call("ListTagsForResource", { ResourceARN })["Tags"]).toEqual(Tags);
  });

  it("are at most 50, and none is added where all are too many", () => {
    const { call, refusal } = virtualEngine({});
    call("AddTagsToStream", { StreamName, Tags: numbered(0, 49) });
    expect(refusal("AddTagsToStream", { StreamName, Tags: numbered(48, 3) })).toBe(
      "InvalidArgumentException: Failed to add tags to stream s under account 123456789012 " +
        "because a given stream cannot have more than 50 tags associated with it.",
    );
    expect(refusal("AddTagsToStream", { StreamName, Tags: numbered(48, 2) })).toBe("none");
  });

  it.each([
    [{ "a\u0000": "" }, "illegal characters"],
    [{ a: "ß;" }, "illegal characters"],
    [{ "AWS:a": "" }, "reserved"],
  ])("are not %o", (Tags, reason) => {
    const { refusal } = virtualEngine({});
    expect(refusal("AddTagsToStream", { StreamName, Tags })).toMatch(
      new RegExp(`^InvalidArgumentException: Failed to add tags to stream s .*${reason}`),
    );
  });
});

describe("what is attached to a consumer, by its ARN", () => {
  it("is its own", () => {
    const { call } = virtualEngine({});
    const { Consumer } = call("RegisterStreamConsumer", {
      StreamARN: streamArn,
      ConsumerName: "c",
      Tags: { made: "so" },
    });
    const { ConsumerARN: ResourceARN } = Consumer as { readonly ConsumerARN: string };
    call("TagResource", { ResourceARN, Tags: { a: "1" } });
    call("PutResourcePolicy", { ResourceARN, Policy: '{"Statement":[]}' });
    expect(call("ListTagsForResource", { ResourceARN })["Tags"]).toHaveLength(2);
    expect(call("ListTagsForStream", { StreamName })["Tags"]).toEqual([]);
    expect(call("GetResourcePolicy", { ResourceARN })["Policy"]).toBe('{"Statement":[]}');
  });
});

describe("a resource policy", () => {
  it("is kept as it is until it is deleted", () => {
    const { call, refusal } = virtualEngine({});
    const Policy = '{ "Version": "2012-10-17", "Statement": [] }';
    const none =
      "ResourceNotFoundException: No resource policy found for resource ARN " + streamArn;
    expect(refusal("GetResourcePolicy", { ResourceARN: streamArn })).toBe(none);
    call("PutResourcePolicy", { ResourceARN: streamArn, Policy });
    expect(call("GetResourcePolicy", { ResourceARN: streamArn })).toEqual({ Policy });
    call("DeleteResourcePolicy", { ResourceARN: streamArn });
    expect(refusal("DeleteResourcePolicy", { ResourceARN: streamArn })).toBe(none);
  });

  it.each(["no JSON", "[]", "null", "{}"])("is not %s", (Policy) => {
    const { refusal } = virtualEngine({});
    expect(refusal("PutResourcePolicy", { ResourceARN: streamArn, Policy })).toMatch(
      /^InvalidArgumentException/,
    );
  });

  it("is of a resource that is there", () => {
    const { refusal } = virtualEngine({});
    const ResourceARN = streamArn.replace(/s$/, "t");
    expect(refusal("GetResourcePolicy", { ResourceARN })).toBe(
      "ResourceNotFoundException: Stream t under account 123456789012 not found.",
    );
  });
});
