import { connect } from "node:http2";
import { buffer } from "node:stream/consumers";
import { decode, encode, Tagged } from "cborg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { VirtualClock } from "../../../src/core/clock.ts";
import { startEmulator, type Emulator } from "../../../src/emulator/server.ts";

const startMs = 1_795_262_400_000;
const cbor = "application/x-amz-cbor-1.1";
const json = "application/x-amz-json-1.1";

/** By hand: no SDK for JavaScript speaks CBOR to Kinesis, and none sends what is wrong. */
describe("the protocols of Kinesis", () => {
  const clock = new VirtualClock(startMs);
  let emulator: Emulator;

  beforeAll(async () => {
    emulator = await startEmulator({ clock });
  });

  afterAll(async () => {
    await emulator.stop();
  });

  async function post(contentType: string, operation: string | undefined, body: Uint8Array) {
    const headers = new Headers({ "content-type": contentType });
    if (operation !== undefined) headers.set("x-amz-target", `Kinesis_20131202.${operation}`);
    const answer = await fetch(emulator.endpoint, { method: "POST", headers, body });
    const bytes = new Uint8Array(await answer.arrayBuffer());
    return { status: answer.status, headers: answer.headers, body: bytes };
  }

  async function postOverHttp2(operation: string, body: Uint8Array): Promise<Buffer> {
    const session = connect(emulator.endpoint);
    try {
      const stream = session.request({
        ":method": "POST",
        "content-type": cbor,
        "x-amz-target": `Kinesis_20131202.${operation}`,
      });
      stream.end(body);
      return await buffer(stream);
    } finally {
      session.close();
    }
  }

  const tags = { 1: (item: () => unknown) => new Date(item() as number) };

  async function call(operation: string, input: object) {
    const { status, headers, body } = await post(cbor, operation, encode(input));
    expect(headers.get("content-type")).toBe(cbor);
    const output = body.length === 0 ? undefined : (decode(body, { tags }) as never);
    return { status, headers, output: output as Record<string, unknown> | undefined };
  }

  it("carries large records from where they lie, over HTTP/1.1 and HTTP/2", async () => {
    const StreamName = "large";
    await call("CreateStream", { StreamName, ShardCount: 1 });
    const records = Array.from({ length: 12 }, (_, n) => new Uint8Array(30_000 + n).fill(n + 1));
    // Bodies of several chunks each, one after the other: they share their memory.
    for (let at = 0; at < records.length; at += 4) {
      const put = (from: number) => {
        const Records = records.slice(from, from + 2).map((Data) => ({ PartitionKey: "k", Data }));
        return call("PutRecords", { StreamName, Records });
      };
      const answers = [await put(at), await put(at + 2)];
      expect(answers.map(({ output }) => output?.["FailedRecordCount"])).toEqual([0, 0]);
    }
    const start = { StreamName, ShardId: "0", ShardIteratorType: "TRIM_HORIZON" };
    const { output: iterator } = await call("GetShardIterator", start);
    const first = await call("GetRecords", iterator as object);
    const second = decode(await postOverHttp2("GetRecords", encode(iterator)), { tags }) as object;
    for (const { Records } of [first.output, second] as { Records: { Data: Uint8Array }[] }[]) {
      const same = Records.map(({ Data }, n) => Buffer.compare(Data, records[n] as Uint8Array));
      expect(same).toEqual(records.map(() => 0));
    }
  });

  it("carries records in CBOR as the Java SDKs do", async () => {
    const StreamName = "cbor";
    expect(await call("CreateStream", { StreamName, ShardCount: 1 })).toMatchObject({
      status: 200,
      output: undefined,
    });
    const Data = new Uint8Array([0, 255, 1]);
    await call("PutRecords", { StreamName, Records: [{ PartitionKey: "é", Data }] });
    await call("PutRecord", { StreamName, PartitionKey: "k", Data: new Uint8Array(0) });
    const Timestamp = new Tagged(1, startMs);
    const start = { StreamName, ShardId: "0", ShardIteratorType: "AT_TIMESTAMP", Timestamp };
    const iterator = await call("GetShardIterator", start);
    const { output } = await call("GetRecords", iterator.output as object);
    expect(output).toMatchObject({
      Records: [
        { PartitionKey: "é", Data, ApproximateArrivalTimestamp: new Date(startMs) },
        { PartitionKey: "k", Data: new Uint8Array(0) },
      ],
      MillisBehindLatest: 0,
    });
  });

  it("states errors in CBOR, in the body and in a header", async () => {
    const { status, headers, output } = await call("DescribeStream", { StreamName: "gone" });
    expect(status).toBe(400);
    expect(headers.get("x-amzn-errortype")).toBe("ResourceNotFoundException");
    expect(output).toEqual({
      __type: "ResourceNotFoundException",
      message: "Stream gone under account 000000000000 not found.",
    });
  });

  it.each([
    ["an unknown operation", cbor, "Dance", "", "UnknownOperationException"],
    ["no operation", cbor, undefined, "", "UnknownOperationException"],
    ["no operation in JSON", json, undefined, "{}", "UnknownOperationException"],
    ["JSON instead of CBOR", cbor, "ListStreams", "{}", "SerializationException"],
    ["CBOR instead of JSON", json, "ListStreams", "\u00a0", "SerializationException"],
    ["no body", cbor, "ListStreams", "", "SerializationException"],
    ["a list for a structure", cbor, "ListStreams", "\u0080", "SerializationException"],
  ])("answers %s", async (_name, contentType, operation, body, type) => {
    const answer = await post(contentType, operation, Buffer.from(body, "latin1"));
    expect(answer.status).toBe(400);
    expect(answer.headers.get("x-amzn-errortype")).toBe(type);
    expect(answer.headers.get("content-type")).toBe(contentType);
  });
});
