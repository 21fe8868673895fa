import type { CatchUp } from "../core/history/consumer.ts";
import type { BacklogSample, History } from "../core/history/history.ts";
import { formatCount, formatDuration } from "../core/units.ts";
import { instanceNames, isStreamStage } from "../scenario/instances.ts";
import type { Plan, StreamStagePlan } from "../scenario/plan.ts";
import { rounded, roundedFigures } from "./rounding.ts";
import type { Report } from "./schema.ts";

/**
 * What AWS states for the propagation delay, in milliseconds: of shared consumers by how many there
 * are, and of enhanced ones ("Develop enhanced fan-out consumers with dedicated throughput").
 */
const documentedMs = {
  shared: new Map([
    [1, 200],
    [5, 1_000],
  ]),
  enhanced: 70,
} as const;

type ConsumerRow = Report["consumers"][number];

/** Everyone who read a stream: how long its records were under way, and how far it was behind. */
export function consumerRows(plan: Plan, history: History): Report["consumers"] {
  const stages = plan.stages.filter(isStreamStage);
  const polling = (stream: string) =>
    stages
      .filter((stage) => stage.stream === stream && stage.reads === "shared")
      .reduce((sum, stage) => sum + instanceNames(stage).length, 0);
  return stages.flatMap((stage) =>
    instanceNames(stage).flatMap((instance): ConsumerRow[] => {
      const { propagation, records, catchUps } = history.consumers.get(instance) ?? {};
      if (!propagation) return [];
      const behind = { instance, backlog: history.backlog };
      return [
        {
          consumer: instance,
          stage: stage.name,
          stream: stage.stream,
          reads: stage.reads,
          records: records ?? 0,
          propagationMs: roundedFigures(propagation.figures()),
          documentedMs: documentedFor(stage, polling(stage.stream)),
          backlogMax: backlogMax(behind),
          catchUps: (catchUps ?? []).map((catchUp) => catchUpRow(catchUp, behind)),
        },
      ];
    }),
  );
}

function documentedFor({ reads }: StreamStagePlan, polling: number): number | null {
  return reads === "enhanced" ? documentedMs.enhanced : (documentedMs.shared.get(polling) ?? null);
}

interface Behind {
  readonly instance: string;
  readonly backlog: readonly BacklogSample[];
}

function catchUpRow(catchUp: CatchUp, behind: Behind): ConsumerRow["catchUps"][number] {
  const { pausedUs, resumedUs, backAtTipUs } = catchUp;
  return {
    pausedAtMs: rounded(pausedUs / 1_000),
    resumedAtMs: rounded(resumedUs / 1_000),
    backlogMax: backlogMax(behind, pausedUs, backAtTipUs),
    drainMs: backAtTipUs === undefined ? null : rounded((backAtTipUs - resumedUs) / 1_000),
  };
}

function backlogMax({ instance, backlog }: Behind, fromUs = 0, toUs = Infinity): number {
  return backlog
    .filter(({ atUs }) => atUs >= fromUs && atUs <= toUs)
    .reduce((most, { consumers }) => Math.max(most, consumers[instance] ?? 0), 0);
}

/** Why what was measured is not what AWS states: a sentence or two for each way to read. */
export function consumerNotes(report: Report): readonly string[] {
  const has = (reads: ConsumerRow["reads"]) => report.consumers.some((row) => row.reads === reads);
  const notes: string[] = [];
  if (has("shared")) {
    notes.push(
      "Shared consumers poll, and a shard answers five GetRecords calls a second, whoever asks: " +
        "one consumer may ask every 200 ms, five leave each other a call every 1,000 ms. What " +
        "AWS states are these intervals; a record waits for half of one on average, so p50 is " +
        "near half of it and p99 near the whole.",
    );
  }
  if (has("enhanced")) {
    const machinery =
      report.target !== "embedded"
        ? "to which here the way to the endpoint comes."
        : report.emulator?.latency === "aws"
          ? "which the latency model imitates."
          : "of which the embedded emulator has none: no delay is added to match.";
    notes.push(
      "Enhanced consumers are sent each record as it arrives, each over subscriptions of its " +
        "own, however many there are. The 70 ms that AWS states are the time of its own " +
        `machinery, ${machinery}`,
    );
  }
  return notes;
}

/** As "`slow` paused …", for each pause. */
export function catchUpNotes({ consumers }: Report): readonly string[] {
  return consumers.flatMap(({ consumer, catchUps }) =>
    catchUps.map(({ pausedAtMs, resumedAtMs, backlogMax: most, drainMs }) => {
      const back =
        drainMs === null
          ? "and was never back at the tip of every shard"
          : `and was back at the tip of every shard ${formatDuration(drainMs)} after it read again`;
      return (
        `${consumer} paused ${formatDuration(pausedAtMs)} after the start for ` +
        `${formatDuration(resumedAtMs - pausedAtMs)}, fell behind by ${formatCount(most)} ` +
        `records, ${back}.`
      );
    }),
  );
}
