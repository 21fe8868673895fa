import { expect, it } from "vitest";
import { AnswerHistory } from "./answers.ts";
import { History } from "./history.ts";

it("what collectors answered merges, and crosses processes as JSON", () => {
  const [one, other] = [new AnswerHistory(), new AnswerHistory()];
  one.times.record(0, 4_000);
  one.times.record(3, 9_000);
  Object.assign(one, { refused: 1, pushedBack: 2, failed: 3, gone: 4 });
  other.times.record(3, 20_000);
  other.refused = 10;
  other.missing.push("collect-2");
  const history = new History();
  history.answers.merge(AnswerHistory.fromJSON(JSON.parse(JSON.stringify(one))));
  const whole = new History();
  whole.answers.merge(other);
  whole.merge(History.fromJSON(JSON.parse(JSON.stringify(history))));
  const { times, ...rest } = whole.answers;
  expect(times.latency.figures()).toMatchObject({ count: 3, max: 20 });
  const bySlice = [...times.bySlice].map(([slice, { count }]) => [slice, count] as const);
  expect(new Map(bySlice)).toEqual(
    new Map([
      [0, 1],
      [3, 2],
    ]),
  );
  expect(rest).toEqual({ refused: 11, pushedBack: 2, failed: 3, gone: 4, missing: ["collect-2"] });
});
