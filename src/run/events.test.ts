import { describe, expect, it } from "vitest";
import { shippedPlan } from "../../test/support/shipped-plan.ts";
import { serviceError, standIn } from "../../test/support/stand-ins.ts";
import type { Disturbance } from "../core/history/history.ts";
import type { EventPlan } from "../scenario/event-plan.ts";
import { playEvents } from "./events.ts";

const shipped = shippedPlan("reshard-under-load");
const reshard: EventPlan = { kind: "reshard", atMs: 20, stream: "logs", shards: 8 };
const pause: EventPlan = { kind: "pause", atMs: 10, forMs: 20, stage: "polling" };

/** What is told of a run with these events, of which so much time has passed. */
async function told(events: readonly EventPlan[], { nowMs = 1_000, fails = false, over = false }) {
  const seen: Disturbance[] = [];
  const asked: unknown[] = [];
  const { kinesis } = standIn({
    UpdateShardCount(input) {
      asked.push(input);
      if (fails) throw serviceError("LimitExceededException");
      return { CurrentShardCount: 4 };
    },
    DescribeStreamSummary: (_, call) => ({
      StreamDescriptionSummary: { StreamStatus: call === 1 ? "UPDATING" : "ACTIVE" },
    }),
  });
  await playEvents({
    plan: { ...shipped, events },
    clients: { kinesis },
    made: { streams: { logs: "logs-run1" } },
    nowUs: () => nowMs * 1_000,
    onEvent: (event) => seen.push(event),
    over: over ? AbortSignal.abort() : new AbortController().signal,
  });
  return { seen: seen.map(({ kind, instance, detail }) => [kind, instance, detail]), asked };
}

describe("playEvents", () => {
  it("reshards the stream as it is called at the target, and tells of it", async () => {
    const { seen, asked } = await told([reshard], {});
    expect(asked).toEqual([
      { StreamName: "logs-run1", TargetShardCount: 8, ScalingType: "UNIFORM_SCALING" },
    ]);
    expect(seen).toEqual([["resharded", "logs", "is resharded from 4 to 8 shards"]]);
  });

  it("tells when a stage pauses and when it reads again", async () => {
    expect((await told([pause], {})).seen).toEqual([
      ["paused", "polling", "pauses for 20 ms"],
      ["resumed", "polling", "reads again"],
    ]);
  });

  it("tells of a reshard that is refused as of a failure: the run is invalid", async () => {
    const { seen } = await told([reshard], { fails: true });
    expect(seen).toEqual([
      ["stage-failed", "logs", "could not be resharded: LimitExceededException"],
    ]);
  });

  it("lets nothing happen any more when the load is over", async () => {
    const { seen, asked } = await told([reshard, pause], { nowMs: 0, over: true });
    expect([...seen, ...asked]).toEqual([]);
  });

  it("lets each event happen at its time", async () => {
    const order = await told([reshard, pause], { nowMs: 0 });
    expect(order.seen.map(([kind]) => kind)).toEqual(["paused", "resharded", "resumed"]);
  });
});
