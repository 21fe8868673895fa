import { SendMessageBatchCommand, type MessageAttributeValue } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { times } from "../../support/outcomes.ts";
import { outcome } from "../../support/outcomes.ts";
import { sqsBench, type SqsBench } from "../../support/sqs-bench.ts";

const mib = 1_048_576;
const invalid = "InvalidParameterValue";

describe("SQS: messages and batches", { timeout: 120_000 }, () => {
  let bench: SqsBench;
  let queue: string;

  beforeAll(async () => {
    bench = await sqsBench();
    queue = await bench.queue();
  });
  afterAll(() => bench.close());

  const sendBatch = (entries: readonly { readonly Id: string; readonly MessageBody: string }[]) =>
    bench.client.send(new SendMessageBatchCommand({ QueueUrl: queue, Entries: [...entries] }));
  const entry = (Id: string, bytes = 1) => ({ Id, MessageBody: "x".repeat(bytes) });
  const attributes = (names: readonly string[]) => {
    const value: MessageAttributeValue = { DataType: "String", StringValue: "v" };
    return { MessageAttributes: Object.fromEntries(names.map((name) => [name, value])) };
  };

  it("messageBytesMax: 1 MiB, message attributes included", async () => {
    expect(await bench.attribute(queue, "MaximumMessageSize")).toBe(String(mib));
    expect(await outcome(bench.send(queue, "x".repeat(mib)))).toBe("accepted");
    await expect(bench.send(queue, "x".repeat(mib + 1))).rejects.toMatchObject({
      name: invalid,
      message:
        "One or more parameters are invalid. Reason: Message must be shorter than 1048576 bytes.",
    });
    // Name, type and value: 1 + 6 + 1 bytes.
    const one = attributes(["a"]);
    expect(await outcome(bench.send(queue, "x".repeat(mib - 8), one))).toBe("accepted");
    expect(await outcome(bench.send(queue, "x".repeat(mib - 7), one))).toBe(invalid);
  });

  it("messageBytesMaxLeast: MaximumMessageSize of 1 KiB to 1 MiB", async () => {
    const set = (bytes: number) => outcome(bench.set(queue, { MaximumMessageSize: String(bytes) }));
    expect(await set(1_023)).toBe("InvalidAttributeValue");
    expect(await set(mib + 1)).toBe("InvalidAttributeValue");
    expect(await set(1_024)).toBe("accepted");
    expect(await set(mib)).toBe("accepted");
  });

  it("batchBytesMax: 1 MiB for all messages together", async () => {
    const half = mib / 2;
    expect(await outcome(sendBatch([entry("a", half), entry("b", half)]))).toBe("accepted");
    await expect(sendBatch([entry("a", half), entry("b", half + 1)])).rejects.toMatchObject({
      name: "BatchRequestTooLong",
      message: "Batch requests cannot be longer than 1048576 bytes. You have sent 1048577 bytes.",
    });
  });

  it("batchEntriesMax: 10 entries", async () => {
    expect(await outcome(sendBatch(times(10, (i) => entry(`${i}`))))).toBe("accepted");
    await expect(sendBatch(times(20, (i) => entry(`${i}`)))).rejects.toMatchObject({
      name: "TooManyEntriesInBatchRequest",
      message: "Maximum number of entries per request are 10. You have sent 20.",
    });
  });

  it("batchEntryIdCharactersMax: 80 characters", async () => {
    expect(await outcome(sendBatch([entry("i".repeat(80))]))).toBe("accepted");
    expect(await outcome(sendBatch([entry("i".repeat(81))]))).toBe("InvalidBatchEntryId");
  });

  it("messageAttributesMax: 10 attributes", async () => {
    const names = times(11, (i) => `n${i}`);
    expect(await outcome(bench.send(queue, "x", attributes(names.slice(1))))).toBe("accepted");
    expect(await outcome(bench.send(queue, "x", attributes(names)))).toBe(invalid);
  });

  it("attributeNameCharactersMax: 256 characters", async () => {
    const named = (length: number) => bench.send(queue, "x", attributes(["n".repeat(length)]));
    expect(await outcome(named(256))).toBe("accepted");
    expect(await outcome(named(257))).toBe(invalid);
  });

  it("tokenCharactersMax: group and de-duplication ids of 128 characters", async () => {
    const fifo = await bench.fifo();
    const send = (MessageGroupId: string, MessageDeduplicationId: string) =>
      outcome(bench.send(fifo, "x", { MessageGroupId, MessageDeduplicationId }));
    expect(await send("g".repeat(128), "d".repeat(128))).toBe("accepted");
    expect(await send("g".repeat(129), "d")).toBe(invalid);
    expect(await send("g", "d".repeat(129))).toBe(invalid);
  });

  it("receiveMessagesMax: 10 messages", async () => {
    await expect(bench.receive(queue, { MaxNumberOfMessages: 11 })).rejects.toMatchObject({
      name: invalid,
      message:
        "Value 11 for parameter MaxNumberOfMessages is invalid. " +
        "Reason: Must be between 1 and 10, if provided.",
    });
  });

  it("waitSecondsMax: 20 s", async () => {
    await expect(bench.receive(queue, { WaitTimeSeconds: 21 })).rejects.toMatchObject({
      name: invalid,
      message:
        "Value 21 for parameter WaitTimeSeconds is invalid. " +
        "Reason: Must be >= 0 and <= 20, if provided.",
    });
    const set = (seconds: string) =>
      outcome(bench.set(queue, { ReceiveMessageWaitTimeSeconds: seconds }));
    expect(await set("21")).toBe("InvalidAttributeValue");
  });
});
