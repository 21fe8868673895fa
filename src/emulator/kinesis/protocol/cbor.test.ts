import { decode, encode } from "cborg";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shardRecords } from "../../../../test/support/shard-records.ts";
import { bytesOf, partsOf, type WireBody } from "../../wire/http.ts";
import { KinesisError } from "../errors.ts";
import { cborCodec } from "./cbor.ts";
import { readCbor } from "./cbor-reader.ts";

const read = (hex: string) => readCbor(Buffer.from(hex.replaceAll(" ", ""), "hex"));
/** What another implementation reads of our bytes; times come as `at` milliseconds. */
const tags = { 1: (item: () => unknown) => ({ at: item() }) };
const reread = (body: WireBody) => decode(Buffer.concat(partsOf(body)), { tags }) as unknown;

describe("reading", () => {
  it.each([
    ["a map of indefinite length", "bf 61 61 01 61 62 f5 ff", { a: 1, b: true }],
    ["a list of indefinite length", "9f 01 20 ff", [1, -1]],
    ["a text in chunks", "7f 62 61 62 61 63 ff", "abc"],
    ["a blob in chunks", "5f 41 01 42 02 03 ff", Buffer.from([1, 2, 3])],
    ["a blob as bytes", "a1 64 44 61 74 61 43 66 6f 6f", { Data: Buffer.from("foo") }],
    ["an empty map", "bf ff", {}],
    ["nothing", "f6", null],
    [
      "numbers of all sizes",
      "84 18ff 19ffff 1affffffff 1b0000010000000000",
      [255, 65_535, 4_294_967_295, 2 ** 40],
    ],
    ["floats of all sizes", "83 f93e00 fa3fc00000 fb3ff8000000000000", [1.5, 1.5, 1.5]],
    // As the Java SDKs send it: tag 1 with milliseconds.
    ["a time in milliseconds", "c1 1b 00000197f5b3b7d8", new Date(0x197f5b3b7d8)],
    ["a time in seconds", "c1 1a 687b2a80", new Date(0x687b2a80 * 1_000)],
    ["a time in seconds with decimals", "c1 fb 41d9dc8c8a1f7cee", new Date(1_735_537_192_492)],
  ])("%s", (_name, hex, value) => {
    expect(read(hex)).toEqual(value);
  });

  it.each([
    ["nothing at all", ""],
    ["a text that ends too early", "65 61"],
    ["more than one item", "01 01"],
    ["a map without its end", "bf 61 61"],
    ["a key that is no text", "a1 01 01"],
    ["a break where none may be", "ff"],
    ["JSON", "7b 7d"],
    ["brackets without end", "9f".repeat(100_000)],
    ["a length beyond the body", "5b 7fffffffffffffff 00"],
  ])("refuses %s", (_name, hex) => {
    expect(() => read(hex)).toThrow(KinesisError);
  });

  it("keeps a key that names a prototype as a key", () => {
    const value = read("a1 69 5f5f70726f746f5f5f a1 61 61 01") as object;
    expect(Object.keys(value)).toEqual(["__proto__"]);
    expect("a" in value).toBe(false);
  });

  it("reads what another implementation writes", () => {
    const item = fc.letrec((tie) => ({
      item: fc.oneof(
        { depthSize: "small" },
        fc.string({ unit: "binary" }),
        fc.maxSafeInteger(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie("item")),
        fc.dictionary(fc.string(), tie("item"), { noNullPrototype: true }),
      ),
    })).item;
    fc.assert(
      fc.property(item, (value) => {
        expect(readCbor(Buffer.from(encode(value)))).toEqual(value);
      }),
    );
  });
});

describe("writing", () => {
  it("is read by another implementation as it was", () => {
    const value = {
      text: "é".repeat(200),
      short: "日本語",
      number: 300,
      negative: -70_000,
      float: 0.5,
      big: 2 ** 40,
      list: [{ a: "" }, []],
      isThere: true,
    };
    expect(reread(cborCodec.write("DescribeStream", { ...value, nothing: undefined }))).toEqual(
      value,
    );
  });

  it("writes times as tag 1 with integer milliseconds", () => {
    const bytes = cborCodec.write("X", { T: new Date(1_735_537_192_492) }) as Buffer;
    expect(bytes.toString("hex")).toBe("a16154c11b000001941613ee2c");
  });

  it.each([
    ["little", 0, 1_000],
    ["large", 5_000, 60],
  ])("writes records of %s data with bytes and times", (_, leastBytes, length) => {
    const bodies = Array.from({ length }, (_, n) => ({
      arrivalMs: 1_735_537_192_000 + n,
      data: Buffer.alloc(leastBytes + n, n),
      partitionKey: n === 0 ? "" : "ключ".repeat(n % 50),
    }));
    const records = shardRecords(bodies);
    const output = { Records: records, NextShardIterator: "n", MillisBehindLatest: 0 };
    const body = cborCodec.write("GetRecords", output);
    expect(bytesOf(body)).toBe(Buffer.concat(partsOf(body)).length);
    expect(reread(body)).toEqual({
      Records: [...records].map(({ sequenceNumber, arrivalMs, data, partitionKey }) => ({
        SequenceNumber: sequenceNumber,
        ApproximateArrivalTimestamp: { at: arrivalMs },
        Data: new Uint8Array(data),
        ...(partitionKey === "" ? {} : { PartitionKey: partitionKey }),
      })),
      NextShardIterator: "n",
      MillisBehindLatest: 0,
    });
  });

  it("writes errors with their type", () => {
    const error = new KinesisError("ValidationException", "no");
    expect(reread(cborCodec.writeError(error))).toEqual({
      __type: "ValidationException",
      message: "no",
    });
  });
});
