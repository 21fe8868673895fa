import { describe, expect, it } from "vitest";
import { exampleInput } from "../../test/reports/example-day.ts";
import { shippedPlan } from "../../test/support/shipped-plan.ts";
import { History } from "../core/history/history.ts";
import { catchUpNotes, consumerNotes, consumerRows } from "./consumers.ts";
import { renderHtml } from "./html.ts";
import { renderMarkdown } from "./markdown.ts";
import { buildReport } from "./model.ts";
import type { Report } from "./schema.ts";

const second = 1_000_000;

/** A consumer with one record that was under way for so long. */
function saw(history: History, instance: string, ms: number): void {
  history.consumer(instance).propagation.recordUs(ms * 1_000);
  history.consumer(instance).records = 1;
}

function fanOut(settings: Readonly<Record<string, string>> = {}) {
  const plan = shippedPlan("fan-out-consumers", settings);
  const history = new History();
  for (const instance of ["shared", "shared-1", "shared-2"]) saw(history, instance, 500);
  for (const instance of ["enhanced-1", "enhanced-5"]) saw(history, instance, 4);
  return { plan, history, rows: consumerRows(plan, history) };
}

/** The report of an example run, had it had these consumers. */
function reportOf({ plan, history }: ReturnType<typeof fanOut>): Report {
  const input = exampleInput();
  input.history.consumers.clear();
  for (const [instance, consumer] of history.consumers) {
    input.history.consumer(instance).merge(consumer);
  }
  input.history.backlog.push(...history.backlog);
  return buildReport({ ...input, plan: { ...input.plan, stages: plan.stages } });
}

describe("the consumers of a report", () => {
  it.each<[string, Record<string, string>, (number | null)[]]>([
    ["five shared and five enhanced", {}, [1_000, 1_000, 70, 70]],
    ["one shared", { "stages.shared.instances": "1" }, [200, 70, 70]],
    [
      "two shared, of which AWS says nothing",
      { "stages.shared.instances": "2" },
      [null, null, 70, 70],
    ],
  ])("stand beside what AWS states of %s", (_, settings, stated) => {
    expect(fanOut(settings).rows.map((row) => row.documentedMs)).toEqual(stated);
  });

  it("say how they read, and how long a record was under way to them", () => {
    const [shared, , enhanced] = fanOut().rows;
    expect(shared).toMatchObject({ consumer: "shared-1", stage: "shared", reads: "shared" });
    expect(shared?.propagationMs.p50).toBeCloseTo(500, 0);
    expect(enhanced).toMatchObject({ consumer: "enhanced-1", reads: "enhanced", records: 1 });
  });

  it("are explained once for each way to read, in the page and in the summary", () => {
    const report = reportOf(fanOut());
    const [shared = "", enhanced = "", ...rest] = consumerNotes(report);
    expect(rest).toEqual([]);
    expect(shared).toContain("five GetRecords calls a second");
    expect(enhanced).toContain("no delay is added");
    const page = renderHtml(report);
    expect(page).toContain("Consumers of the stream");
    expect(page).toContain("70 ms");
    expect(renderMarkdown(report)).toContain("| enhanced-5 | enhanced | 1 | 4 ms | 4 ms | 70 ms |");
  });

  it("say how far one fell behind in a pause, and when it was back", () => {
    const behind = fanOut();
    const { history } = behind;
    const times = { pausedUs: 4 * second, resumedUs: 6 * second };
    history.consumer("shared-1").catchUps.push({ ...times, backAtTipUs: 7.5 * second }, times);
    for (const [at, records] of [
      [3, 2_000],
      [5, 700],
      [6, 900],
      [8, 5_000],
    ] as const) {
      const consumers = { "shared-1": records };
      history.backlog.push({ atUs: at * second, stream: 0, consumers, queues: 0, delivery: 0 });
    }
    const [row] = consumerRows(behind.plan, history);
    expect(row).toMatchObject({
      backlogMax: 5_000,
      catchUps: [
        { pausedAtMs: 4_000, resumedAtMs: 6_000, backlogMax: 900, drainMs: 1_500 },
        { drainMs: null },
      ],
    });
    expect(catchUpNotes(reportOf(behind))).toEqual([
      "shared-1 paused 4 s after the start for 2 s, fell behind by 900 records, and was back at " +
        "the tip of every shard 1.5 s after it read again.",
      "shared-1 paused 4 s after the start for 2 s, fell behind by 5,000 records, and was never " +
        "back at the tip of every shard.",
    ]);
  });
});
