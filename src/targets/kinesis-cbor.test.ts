import { createServer, type Server, type ServerResponse } from "node:http";
import type { Readable } from "node:stream";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { PutRecordsCommand, type PutRecordsRequestEntry } from "@aws-sdk/client-kinesis";
import { decode, encode } from "cborg";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createClients, type Clients } from "./clients.ts";

/** A call as another implementation of CBOR reads it. */
interface ReadCall {
  readonly StreamName: string;
  readonly Records: readonly PutRecordsRequestEntry[];
}

describe("PutRecords in CBOR", () => {
  let server: Server;
  let clients: Clients;
  const calls: ReadCall[] = [];

  async function answer(request: Readable, response: ServerResponse): Promise<void> {
    const call = decode(await buffer(request)) as ReadCall;
    calls.push(call);
    const Records = call.Records.map(() => ({ SequenceNumber: "1", ShardId: "shard" }));
    response.setHeader("content-type", "application/x-amz-cbor-1.1");
    response.end(encode({ FailedRecordCount: 0, Records }));
  }

  beforeAll(async () => {
    server = createServer((request, response) => void answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    clients = createClients({ kind: "embedded", endpoint, region: "us-east-1", nameSuffix: "" });
  });
  afterAll(() => {
    clients.destroy();
    server.close();
  });

  const entries = fc.array(
    fc.record(
      {
        Data: fc.oneof(
          fc.uint8Array({ maxLength: 300 }),
          fc.integer({ min: 0, max: 255 }).map((byte) => new Uint8Array(20_000).fill(byte)),
        ),
        PartitionKey: fc.string({ unit: "binary", maxLength: 60 }),
        ExplicitHashKey: fc.constantFrom("0", "340282366920938463463374607431768211455"),
      },
      { requiredKeys: ["Data", "PartitionKey"] },
    ),
    { minLength: 1, maxLength: 20 },
  );

  it("carries records of any size and key, also when many calls share their memory", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(entries, { minLength: 1, maxLength: 6 }), async (together) => {
        calls.length = 0;
        const answers = await Promise.all(
          together.map((Records, i) =>
            clients.kinesis.send(new PutRecordsCommand({ StreamName: `stream-${i}`, Records })),
          ),
        );
        expect(answers.map(({ Records = [] }) => Records.length)).toEqual(
          together.map((records) => records.length),
        );
        for (const { StreamName, Records } of calls) {
          const sent = together[Number(StreamName.slice("stream-".length))] ?? [];
          expect(plain(Records)).toEqual(plain(sent));
        }
        expect(calls).toHaveLength(together.length);
      }),
      { numRuns: 25 },
    );
  });
});

function plain(records: readonly PutRecordsRequestEntry[]) {
  return records.map(({ Data, ...rest }) => ({
    ...rest,
    data: Buffer.from(Data ?? []).toString("base64"),
  }));
}
