import { afterEach, describe, expect, it } from "vitest";
import { sealedRecords, shippedPlan, stageOf } from "../../test/support/shipped-plan.ts";
import { openBench, stageContext, type StageBench } from "../../test/support/stage-bench.ts";
import { until } from "../../test/support/stand-ins.ts";
import type { SinkPlan } from "../scenario/plan.ts";
import { Delivery } from "./delivery.ts";

const plan = shippedPlan("smoke", { "load.volume": "30/s" });
const records = sealedRecords(plan);
const stagePlan = stageOf(plan, "delivery");
const texts = records.map(({ text }) => text).sort();

describe("Delivery", () => {
  let bench: StageBench;
  let stage: Delivery | undefined;
  afterEach(async () => {
    await stage?.stop();
    await bench.close();
  });

  async function deliver(sink: Partial<SinkPlan>) {
    bench = await openBench(plan, { kinesis: { getRecordsPerSecondPerShard: 1_000 } });
    const context = stageContext(plan, bench.clients, { instance: "raw" });
    await bench.put("logs", records);
    const changed = { ...stagePlan, pollsPerSecond: 50, sink: { ...stagePlan.sink, ...sink } };
    stage = new Delivery(changed, context);
    stage.start();
    return { stage, history: context.history };
  }

  it("has every record of the stream in the bucket, as it is, when it is drained", async () => {
    const { stage: tested, history } = await deliver({ intervalMs: 3_600_000 });
    await tested.drain();
    expect((await bench.lines("lake", "raw/")).sort()).toEqual(texts);
    expect(history.hop("raw").latency.count).toBe(records.length);
    expect(tested.snapshot()).toMatchObject({ held: 0, counters: { delivered: records.length } });
  });

  it("delivers by itself when its interval is over", async () => {
    const { stage: tested } = await deliver({ intervalMs: 20 });
    await until(() => tested.snapshot().counters.delivered === records.length);
    expect((await bench.lines("lake", "raw/")).sort()).toEqual(texts);
  });
});
