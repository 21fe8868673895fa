import { describe, expect, it } from "vitest";
import { OrderHistory } from "../core/history/ordering.ts";
import type { History } from "../core/history/history.ts";
import { changeBy, resultAfter } from "../../test/checks/mutation.ts";
import { plainRecords } from "../../test/checks/synthetic-run.ts";

const records = plainRecords(3);

const reorder =
  (isRetried: "retried" | "not retried") =>
  ({ order, load }: History) => {
    for (const { source, ordinal } of records) {
      order.reordered.add(source, ordinal);
      if (isRetried === "retried") load.retried.add(source, ordinal);
    }
  };

describe("the ordering check", () => {
  it("finds records that nothing explains", () => {
    expect(changeBy(reorder("not retried"))).toEqual({
      verdicts: { ordering: "fail" },
      totals: {},
      observed: ["ordering"],
      verdict: "fail",
      exitCode: 3,
    });
    const { observed, detail } = resultAfter("ordering", reorder("not retried"));
    expect(observed).toBe("unexplained 3, explained by a retry 0");
    expect(detail[0]).toMatch(/^3 records handled after a later one .*clickstream stripe 40/);
  });

  it("lets a retry explain it", () => {
    const { verdict, observed } = resultAfter("ordering", reorder("retried"));
    expect([verdict, observed]).toEqual(["pass", "unexplained 0, explained by a retry 3"]);
  });

  it("shows what was repeated and forgotten", () => {
    const { verdict, detail } = resultAfter("ordering", ({ order }) => {
      order.repeated = 12;
      order.forgotten = 1;
    });
    expect(verdict).toBe("pass");
    expect(detail).toEqual([
      "4,000 of 4,000 confirmed records were seen",
      "12 handled again",
      "1 key forgotten to stay within memory: the order across the gap was not judged",
    ]);
  });

  it("is invalid where no consumer saw a record", () => {
    const { verdict } = resultAfter("ordering", (history) => {
      Object.assign(history, { order: new OrderHistory() });
    });
    expect(verdict).toBe("invalid");
  });
});
