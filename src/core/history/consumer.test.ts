import { expect, it } from "vitest";
import { ConsumerHistory } from "./consumer.ts";
import { History } from "./history.ts";

it("a consumer's history merges, and crosses threads as JSON", () => {
  const [one, other] = [new ConsumerHistory(), new ConsumerHistory()];
  one.propagation.recordUs(5_000, 3);
  one.records = 3;
  one.catchUps.push({ pausedUs: 1, resumedUs: 2, backAtTipUs: 3 });
  other.propagation.recordUs(9_000);
  other.records = 1;
  const history = new History();
  history.consumer("a").merge(one);
  const whole = new History();
  whole.consumer("a").merge(other);
  whole.merge(History.fromJSON(JSON.parse(JSON.stringify(history.toJSON()))));
  const merged = whole.consumer("a");
  expect(merged.records).toBe(4);
  expect(merged.propagation.figures()).toMatchObject({ count: 4, max: 9 });
  expect(merged.catchUps).toEqual([{ pausedUs: 1, resumedUs: 2, backAtTipUs: 3 }]);
});
