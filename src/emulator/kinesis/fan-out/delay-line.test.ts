import { describe, expect, it } from "vitest";
import { VirtualTime } from "../../../../test/support/virtual-time.ts";
import type { StreamedEvent } from "../event-stream.ts";
import { DelayLine } from "./delay-line.ts";

const settled = () => new Promise(setImmediate);

/** A line whose events come when told and are late by the delays, in their order. */
function line(...delaysMs: readonly number[]) {
  const time = new VirtualTime();
  const waiting: ((result: IteratorResult<StreamedEvent, undefined>) => void)[] = [];
  const ready: StreamedEvent[] = [];
  const state = { asked: 0, returned: false, failure: undefined as Error | undefined };
  const source: AsyncIterator<StreamedEvent, undefined> = {
    next: () => {
      state.asked++;
      if (state.failure) return Promise.reject(state.failure);
      const value = ready.shift();
      if (value) return Promise.resolve({ done: false, value });
      return new Promise((resolve) => void waiting.push(resolve));
    },
    return: async () => {
      state.returned = true;
      for (const resolve of waiting.splice(0)) resolve({ done: true, value: undefined });
      return { done: true, value: undefined };
    },
  };
  let drawn = 0;
  const delayMs = () => delaysMs[drawn++] ?? 0;
  const made = new DelayLine(source, {
    context: { clock: time.clock, after: time.after },
    delayMs,
  });
  const seen: string[] = [];
  const read = async () => {
    try {
      for await (const { type } of made) {
        seen.push(`${type} at ${time.clock.monotonicUs() / 1_000}`);
      }
      seen.push("end");
    } catch (error) {
      seen.push(String(error));
    }
  };
  return {
    made,
    time,
    state,
    seen,
    read,
    come: async (...types: readonly string[]) => {
      for (const type of types) {
        const value = { type, members: {} };
        const resolve = waiting.shift();
        if (resolve) resolve({ done: false, value });
        else ready.push(value);
        await settled();
      }
    },
    end: async () => {
      waiting.shift()?.({ done: true, value: undefined });
      await settled();
    },
    after: async (ms: number) => {
      for (let i = 0; i < ms; i++) {
        time.advanceMs(1);
        await settled();
      }
    },
  };
}

describe("a delay line", () => {
  it("lets each event be seen after its delay, those behind it under way meanwhile", async () => {
    const { read, come, after, end, seen } = line(50, 50, 50);
    void read();
    await come("a");
    await after(10);
    await come("b", "c");
    await after(100);
    await end();
    expect(seen).toEqual(["a at 50", "b at 60", "c at 60", "end"]);
  });

  it("keeps the order where a later event has a shorter delay", async () => {
    const { read, come, after, seen } = line(80, 10);
    void read();
    await come("a", "b");
    await after(100);
    expect(seen).toEqual(["a at 80", "b at 80"]);
  });

  it("shows an error and the end behind what came before", async () => {
    const { read, come, after, seen, state } = line(30, 5);
    void read();
    state.failure = new Error("taken over");
    await come("a");
    await after(40);
    expect(seen).toEqual(["a at 30", "Error: taken over"]);
  });

  it("takes no more than it has room for while nobody reads on", async () => {
    const { made, come, state } = line();
    const first = made.next();
    await come(...Array.from({ length: 500 }, (_, i) => `e${i}`));
    await first;
    await settled();
    expect(state.asked).toBe(65);
  });

  it("ends at once when the client goes, even while an event is waited for", async () => {
    const { made, state, come } = line(1_000);
    const pending = made.next();
    await come("a");
    await made.return();
    expect(await pending).toEqual({ done: true, value: undefined });
    expect(state.returned).toBe(true);
    expect(await made.next()).toEqual({ done: true, value: undefined });
  });
});
