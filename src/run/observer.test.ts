import { describe, expect, it } from "vitest";
import { shippedPlan } from "../../test/support/shipped-plan.ts";
import { History } from "../core/history/history.ts";
import { Observer, timeOfDay } from "./observer.ts";
import type { PartKind, PartSnapshot } from "./protocol.ts";

const plan = shippedPlan("smoke");
const second = 1_000_000;

/** Threads of which nothing is seen but what they reported last. */
function cast() {
  const part = (instance: string, kind: PartKind): PartSnapshot => {
    return { instance, kind, counters: {}, p99Ms: {}, held: 0 };
  };
  const stages = plan.stages.map(({ name, kind }) => part(name, kind));
  const hosts = [
    { setup: { role: { kind: "stages" } }, snapshot: stages },
    { setup: { role: { kind: "load" } }, snapshot: [part("load", "load")] },
  ];
  const history = new History();
  const observer = new Observer(plan, hosts, history);
  const report = (instance: string, said: Partial<PartSnapshot>) => {
    for (const { snapshot } of hosts) {
      for (const one of snapshot) if (one.instance === instance) Object.assign(one, said);
    }
  };
  return { observer, history, report };
}

describe("an Observer", () => {
  it("shows a run of which nothing is known yet", () => {
    const { observer, history } = cast();
    const view = observer.look(-second);
    expect(view).toMatchObject({
      scenario: "smoke",
      phase: "starting",
      elapsedMs: 0,
      intended: 0,
      intendedTotal: 3_000,
      backlog: { stream: 0, queues: 0, delivery: 0 },
      budgetLeft: { ingest: 1, freshness: 1 },
    });
    expect(Object.values(view.p99Ms).every(Number.isNaN)).toBe(true);
    expect(history.backlog).toEqual([]);
  });

  it("puts together what the threads report", () => {
    const { observer, history, report } = cast();
    observer.phase("load");
    report("load", {
      counters: { intended: 1_000, confirmed: 900, throttled: 3, bad: 1 },
      p99Ms: { acknowledged: 12 },
      shardUtilization: [0.5, 0.25],
    });
    report("raw", { counters: { records: 900 }, held: 40 });
    report("distribute", { counters: { records: 800, sent: 1_500 }, p99Ms: { read: 300 } });
    report("audience", { counters: { deleted: 700 } });
    report("work", { counters: { deleted: 500, late: 3 }, p99Ms: { final: 2_000 }, held: 60 });
    expect(observer.look(4 * second)).toMatchObject({
      phase: "load",
      elapsedMs: 4_000,
      intended: 1_000,
      confirmed: 900,
      throttled: 3,
      p99Ms: { acknowledged: 12, read: 300, received: Number.NaN, final: 2_000 },
      shardUtilization: [0.5, 0.25],
      // Read by the fan-out; sent and not deleted; held for RAW and FINAL.
      backlog: { stream: 100, queues: 300, delivery: 100 },
    });
    expect(history.backlog).toEqual([
      {
        atUs: 4 * second,
        stream: 100,
        consumers: { distribute: 100, raw: 0 },
        queues: 300,
        delivery: 100,
      },
    ]);
  });

  it("states the budget that is left: 3 of 3,000 at 99.9 %", () => {
    const { observer, report } = cast();
    report("load", { counters: { bad: 1 } });
    report("work", { counters: { late: 6 } });
    const { ingest, freshness } = observer.look(0).budgetLeft;
    expect(ingest).toBeCloseTo(2 / 3, 6);
    expect(freshness).toBeCloseTo(-1, 6);
  });

  it("takes rates over about the last second", () => {
    const { observer, report } = cast();
    observer.phase("load");
    for (let quarter = 0; quarter <= 12; quarter++) {
      report("load", { counters: { intended: quarter * 100, confirmed: quarter * 50 } });
      observer.look(quarter * (second / 4));
    }
    report("load", { counters: { intended: 1_300, confirmed: 650 } });
    const view = observer.look(13 * (second / 4));
    expect(view.offeredPerSecond).toBeCloseTo(400, 6);
    expect(view.confirmedPerSecond).toBeCloseTo(200, 6);
    // 3.25 s of 10 s, in 120 points.
    expect(view.curve).toHaveLength(40);
  });

  it("keeps a bounded number of backlog samples, evenly over the whole run", () => {
    const { observer, history } = cast();
    observer.phase("load");
    for (let look = 0; look < 10_000; look++) observer.look(look * second);
    const times = history.backlog.map(({ atUs }) => atUs / second);
    expect(times.length).toBeGreaterThan(400);
    expect(times.length).toBeLessThanOrEqual(1_000);
    const gaps = new Set(times.slice(1).map((time, i) => time - (times[i] ?? 0)));
    expect([...gaps]).toEqual([16]);
    observer.phase("done");
    observer.look(10_000 * second);
    expect(history.backlog).toHaveLength(times.length);
  });

  it("shows the last five events, and keeps every disturbance", () => {
    const { observer, history } = cast();
    for (let i = 1; i <= 6; i++) observer.event(`event ${i}`, i * second);
    const kind = "worker-killed";
    const killed = { atUs: 7 * second, kind, instance: "work-1", detail: "was killed" } as const;
    observer.disturbed(killed);
    expect(observer.look(8 * second).events).toEqual([
      "3 s: event 3",
      "4 s: event 4",
      "5 s: event 5",
      "6 s: event 6",
      "7 s: work-1 was killed",
    ]);
    expect(history.disturbances).toEqual([killed]);
  });
});

it.each([
  [-second, "00:00"],
  [0, "00:00"],
  [2.5 * second, "06:00"],
  [9.99 * second, "23:58"],
  [60 * second, "00:00"],
])("at %d µs the played day's clock shows %s", (us, shown) => {
  expect(timeOfDay(plan, us)).toBe(shown);
});

describe("an Observer of a load that keeps its volume", () => {
  const volume = { ...plan, playback: { ...plan.playback, keep: "volume" as const } };

  it("goes by what was sent, not by the time that was meant", () => {
    const load = { setup: { role: { kind: "load" } }, snapshot: [] as PartSnapshot[] };
    const observer = new Observer(volume, [load], new History());
    observer.phase("load");
    expect(observer.look(second)).toMatchObject({ durationMs: plan.playback.playedInMs });
    const counters = { intended: plan.load.records / 4 };
    const part = { kind: "load", counters, p99Ms: {}, held: 0 } as const;
    load.snapshot = ["load-1", "load-2"].map((instance) => ({ ...part, instance }));
    expect(observer.look(30 * second)).toMatchObject({
      intended: plan.load.records / 2,
      durationMs: 60_000,
    });
  });
});
