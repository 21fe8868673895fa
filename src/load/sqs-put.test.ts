import { describe, expect, it } from "vitest";
import { serviceError, standIn } from "../../test/support/stand-ins.ts";
import { sqsPut, type SqsPutOptions } from "./sqs-put.ts";

interface Batch {
  readonly QueueUrl: string;
  readonly Entries: readonly {
    readonly Id: string;
    readonly MessageBody: string;
    readonly MessageGroupId?: string;
    readonly MessageDeduplicationId?: string;
  }[];
}

/** A queue that refuses the messages with these bodies. */
function queue(refuses: Readonly<Record<string, string>> = {}) {
  const batches: Batch[] = [];
  const { sqs } = standIn({
    SendMessageBatch(batch: Batch) {
      batches.push(batch);
      const isRefused = ({ MessageBody }: Batch["Entries"][number]) => MessageBody in refuses;
      return {
        Successful: batch.Entries.filter((entry) => !isRefused(entry)).map(({ Id }) => ({ Id })),
        Failed: batch.Entries.filter(isRefused).map(({ Id, MessageBody }) => ({
          Id,
          Code: refuses[MessageBody],
        })),
      };
    },
  });
  const bodies = () => batches.map(({ Entries }) => Entries.map((entry) => entry.MessageBody));
  return { sqs, batches, bodies };
}

/** As `a1`: a record of the key `a`. */
const records = (...texts: readonly string[]) =>
  texts.map((text) => ({ data: Buffer.from(text), partitionKey: text.slice(0, 1) }));

function put(sqs: SqsPutOptions["sqs"], texts: readonly string[], more: Partial<SqsPutOptions>) {
  const options = { queueUrl: "q", queue: "standard", recordsPerMessageMax: 1, ...more } as const;
  return sqsPut({ sqs, ...options })(records(...texts), { timeoutMs: 1_000 });
}

const numbered = (count: number) => Array.from({ length: count }, (_, i) => `a${i}`);
const confirmed = { kind: "confirmed", shardId: "q" };

describe("the SQS driver", () => {
  it("sends ten messages in a call", async () => {
    const { sqs, bodies } = queue();
    const outcomes = await put(sqs, numbered(23), {});
    expect(bodies().map(({ length }) => length)).toEqual([10, 10, 3]);
    expect(bodies().flat()).toEqual(numbered(23));
    expect(outcomes).toEqual(Array.from({ length: 23 }, () => confirmed));
  });

  it("packs records into messages as lines, and answers for each record", async () => {
    const { sqs, bodies } = queue({ "a2\na3": "InternalError" });
    const outcomes = await put(sqs, numbered(5), { recordsPerMessageMax: 2 });
    expect(bodies()).toEqual([["a0\na1", "a2\na3", "a4"]]);
    const kinds = ["confirmed", "confirmed", "failed", "failed", "confirmed"];
    expect(outcomes.map(({ kind }) => kind)).toEqual(kinds);
  });

  it("keeps a call within what SQS takes", async () => {
    const { sqs, bodies } = queue();
    const large = ["a", "b", "c"].map((key) => key.repeat(500_000));
    await put(sqs, large, {});
    expect(bodies().map(({ length }) => length)).toEqual([2, 1]);
    await put(sqs, large, { recordsPerMessageMax: 10 });
    expect(
      bodies()
        .slice(2)
        .flat()
        .map(({ length }) => length),
    ).toEqual([1_000_001, 500_000]);
  });

  it("groups by partition key in a FIFO queue, and names what is the same alike", async () => {
    const { sqs, batches } = queue();
    const fifo = { queue: "fifo", recordsPerMessageMax: 2 } as const;
    await put(sqs, ["a1", "b1", "a2", "a3"], fifo);
    await put(sqs, ["a1", "a2"], fifo);
    const sent = batches.map(({ Entries }) =>
      Entries.map(({ MessageGroupId, MessageBody }) => [MessageGroupId, MessageBody]),
    );
    // A second message of a group waits for the next call.
    expect(sent).toEqual([
      [
        ["a", "a1\na2"],
        ["b", "b1"],
      ],
      [["a", "a3"]],
      [["a", "a1\na2"]],
    ]);
    const ids = batches.map(({ Entries }) => Entries[0]?.MessageDeduplicationId);
    expect(ids[0]).toMatch(/^[\da-f]{64}$/);
    expect(ids[2]).toBe(ids[0]);
    expect(ids[1]).not.toBe(ids[0]);
  });

  it("does not overtake what a FIFO queue did not take", async () => {
    const { sqs, batches } = queue({ a1: "ThrottlingException" });
    const outcomes = await put(sqs, ["a1", "b1", "a2"], { queue: "fifo" });
    expect(batches).toHaveLength(1);
    expect(outcomes.map(({ kind }) => kind)).toEqual(["throttled", "confirmed", "failed"]);
  });

  it.each([
    ["unknown", serviceError("TimeoutError")],
    ["failed", Object.assign(serviceError("AccessDenied"), { $metadata: { httpStatusCode: 403 } })],
  ])("has the call's outcome for its records where it is %s", async (kind, error) => {
    const { sqs } = standIn({
      SendMessageBatch() {
        throw error;
      },
    });
    const outcomes = await put(sqs, ["a1", "b1"], {});
    expect(outcomes).toEqual([0, 1].map(() => ({ kind, reason: error.name })));
  });

  it("does not know of a message that is not in the answer", async () => {
    const { sqs } = standIn({ SendMessageBatch: () => ({ Successful: [{ Id: "1" }] }) });
    const outcomes = await put(sqs, ["a1", "b1"], {});
    expect(outcomes).toEqual([{ kind: "unknown", reason: "no result for the message" }, confirmed]);
  });
});
