import { describe, expect, it } from "vitest";
import { OrderHistory } from "./ordering.ts";

/** Records of source 0 as `key:ordinal`, in the order in which they are handled. */
const handle = (...records: readonly string[]): OrderHistory => {
  const order = new OrderHistory();
  for (const record of records) {
    const [partitionKey = "", ordinal] = record.split(":");
    order.handled({ source: 0, ordinal: Number(ordinal), partitionKey });
  }
  return order;
};
const reordered = (order: OrderHistory) => [...order.reordered].map(({ ordinal }) => ordinal);

describe("the order within a partition key", () => {
  it.each([
    ["in order", ["a:1", "a:2", "b:0", "a:3"], [], 0],
    ["one too late", ["a:1", "a:3", "a:2", "a:4"], [2], 0],
    ["several too late", ["a:5", "a:2", "a:3"], [2, 3], 0],
    ["the first of all too late", ["a:1", "a:0"], [0], 0],
    ["another key in between", ["a:5", "b:1", "a:6", "b:2"], [], 0],
    ["a batch handled again", ["a:1", "a:2", "a:1", "a:2", "a:3"], [], 2],
  ])("%s", (_, records, ...[late, repeated]) => {
    const order = handle(...records);
    expect([reordered(order), order.repeated, order.seen.count()]).toEqual([
      late,
      repeated,
      new Set(records).size,
    ]);
  });

  it("keeps equal keys of two sources apart", () => {
    const order = handle("a:5");
    order.handled({ source: 1, ordinal: 2, partitionKey: "a" });
    expect(order.reordered.isEmpty()).toBe(true);
  });

  it("is merged, written and read", () => {
    const order = handle("a:5", "a:4");
    order.merge(handle("b:9", "b:8", "b:8"));
    const stored: unknown = JSON.parse(JSON.stringify(order));
    const read = OrderHistory.fromJSON(stored as ReturnType<OrderHistory["toJSON"]>);
    expect([reordered(read), read.repeated, read.seen.count()]).toEqual([[4, 8], 1, 4]);
  });

  it("forgets the key that was not seen for longest, within its bound", () => {
    const order = new OrderHistory();
    order.handled({ source: 0, ordinal: 10, partitionKey: "oldest" });
    order.handled({ source: 0, ordinal: 11, partitionKey: "used" });
    for (let i = 0; i < 499_998; i++) {
      order.handled({ source: 0, ordinal: 100 + i, partitionKey: `k${i}` });
    }
    order.handled({ source: 0, ordinal: 12, partitionKey: "used" });
    order.handled({ source: 0, ordinal: 600_000, partitionKey: "one too many" });
    expect(order.forgotten).toBe(1);
    order.handled({ source: 0, ordinal: 3, partitionKey: "oldest" });
    order.handled({ source: 0, ordinal: 4, partitionKey: "used" });
    expect(reordered(order)).toEqual([4]);
  });
});
