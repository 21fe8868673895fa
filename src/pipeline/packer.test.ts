import type { SQSClient } from "@aws-sdk/client-sqs";
import { describe, expect, it } from "vitest";
import { Consignment, QueuePacker } from "./packer.ts";

interface Sent {
  readonly input: { Entries: { Id: string; MessageBody: string }[] };
}

/** A queue that refuses the named bodies the first time that it sees them. */
function queue(refusedOnce: readonly string[] = []) {
  const refused = new Set(refusedOnce);
  const batches: string[][] = [];
  const send = async ({ input }: Sent) => {
    batches.push(input.Entries.map((entry) => entry.MessageBody));
    const Failed = input.Entries.filter((entry) => refused.delete(entry.MessageBody));
    return { Successful: input.Entries.filter((entry) => !Failed.includes(entry)), Failed };
  };
  const packer = new QueuePacker({
    sqs: { send } as unknown as SQSClient,
    queueUrl: "http://queue",
    lingerMs: 1,
  });
  return { packer, batches };
}

describe("QueuePacker", () => {
  it("packs full batches across consignments, and sends the rest after a linger", async () => {
    const { packer, batches } = queue();
    const consignments = Array.from({ length: 5 }, () => new Consignment(5));
    for (const [c, consignment] of consignments.entries()) {
      for (let i = 0; i < 5; i++) packer.add(`${c}.${i}`, consignment);
    }
    await Promise.all(consignments.map((consignment) => consignment.done));
    expect(batches.map((batch) => batch.length)).toEqual([10, 10, 5]);
  });

  it("closes a batch before it grows beyond 1 MiB", async () => {
    const { packer, batches } = queue();
    const consignment = new Consignment(3);
    for (let i = 0; i < 3; i++) packer.add("x".repeat(500_000), consignment);
    await consignment.done;
    expect(batches.map((batch) => batch.length)).toEqual([2, 1]);
  });

  it("sends an entry again that the service refused, and no other", async () => {
    const { packer, batches } = queue(["1"]);
    const consignment = new Consignment(3);
    for (const body of ["0", "1", "2"]) packer.add(body, consignment);
    await consignment.done;
    expect(batches).toEqual([["0", "1", "2"], ["1"]]);
    expect(packer.counters).toMatchObject({ sent: 3, retried: 1 });
  });

  it("has nothing to wait for in an empty consignment", async () => {
    await expect(new Consignment(0).done).resolves.toBeUndefined();
  });
});
