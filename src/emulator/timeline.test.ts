import { describe, expect, it } from "vitest";
import { VirtualTime } from "../../test/support/virtual-time.ts";
import { Timeline } from "./timeline.ts";

function timeline() {
  const time = new VirtualTime(1_000);
  const line = new Timeline(time.clock, time.after);
  const done: string[] = [];
  const at = (ms: number, name: string) =>
    line.after(ms, () => done.push(`${name}@${line.epochMs() - 1_000}`));
  return { time, line, done, at };
}

describe("the emulator's time", () => {
  it("runs with its clock", () => {
    const { time, line, done, at } = timeline();
    at(30, "b");
    at(10, "a");
    time.advanceMs(29);
    expect([line.epochMs(), done]).toEqual([1_029, ["a@10"]]);
    time.advanceMs(1);
    expect(done).toEqual(["a@10", "b@30"]);
  });

  it("runs what falls due when it is put forward, at the time at which it was due", () => {
    const { time, line, done, at } = timeline();
    at(60_000, "minute");
    at(5_000, "five");
    line.after(1_000, () => at(1_000, "two"));
    line.advance(30_000);
    expect([line.epochMs(), line.aheadMs, done]).toEqual([
      31_000,
      30_000,
      ["two@2000", "five@5000"],
    ]);
    time.advanceMs(30_000);
    expect(done.at(-1)).toBe("minute@60000");
  });

  it("forgets what is cancelled", () => {
    const { line, done, at } = timeline();
    at(10, "a")();
    line.advance(20);
    expect(done).toEqual([]);
  });

  it("does not go back", () => {
    expect(() => timeline().line.advance(-1)).toThrow("-1");
  });
});
