import { expect, it } from "vitest";
import { AggregateWriter } from "../core/aggregation/aggregate-writer.ts";
import { userRecords } from "./user-records.ts";

const arrived = new Date(1_750_000_000_000);
const plain = (SequenceNumber: string, text: string) => {
  const Data = new TextEncoder().encode(text);
  return { SequenceNumber, Data, PartitionKey: "p", ApproximateArrivalTimestamp: arrived };
};

function aggregate(SequenceNumber: string, texts: Readonly<Record<string, string>>) {
  const writer = new AggregateWriter(10_000);
  for (const [key, text] of Object.entries(texts)) {
    writer.records.write(text, writer.add(key, text.length));
  }
  return { ...plain(SequenceNumber, ""), Data: writer.finish(), PartitionKey: "a" };
}

it("takes aggregates apart among plain records, in their order", () => {
  const records = [plain("1", "one"), aggregate("2", { k: "two", l: "three" }), plain("3", "four")];
  const read = [...userRecords(records)].flat().map((record) => ({
    at: [record.SequenceNumber, record.SubSequenceNumber],
    key: record.PartitionKey,
    text: Buffer.from(record.Data as Uint8Array).toString(),
    arrived: record.ApproximateArrivalTimestamp,
  }));
  expect(read).toEqual([
    { at: ["1", undefined], key: "p", text: "one", arrived },
    { at: ["2", 0], key: "k", text: "two", arrived },
    { at: ["2", 1], key: "l", text: "three", arrived },
    { at: ["3", undefined], key: "p", text: "four", arrived },
  ]);
});

it("hands on what holds no aggregate as it is", () => {
  const records = [plain("1", "one"), plain("2", "")];
  expect([...userRecords(records)]).toEqual([records]);
  expect([...userRecords([])]).toEqual([[]]);
});

it("hands a broken aggregate on as a plain record", () => {
  const broken = aggregate("1", { k: "two" });
  broken.Data[8]! ^= 1;
  expect([...userRecords([broken])]).toEqual([[broken]]);
});

it("hands many on in batches", () => {
  const texts = Object.fromEntries(Array.from({ length: 150 }, (_, i) => [`k${i}`, "x"]));
  const records = Array.from({ length: 30 }, (_, i) => aggregate(String(i), texts));
  const batches = [...userRecords(records)];
  expect(batches.map(({ length }) => length)).toEqual([2_100, 2_100, 300]);
});
