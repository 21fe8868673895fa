import { z } from "zod";
import { checkNames } from "../checks/verdict.ts";
import { count, figures, ms, share } from "./schema-parts.ts";
import { answers, saturation } from "./collector-schema.ts";
import { consumers, hotShard } from "./consumer-schema.ts";
import { disturbanceKinds, hops } from "../core/history/history.ts";

/**
 * The one definition of report.json: its types are inferred from it, and docs/report.schema.json is
 * generated from it. Keys that end in Ms are milliseconds of real time, in DayMs milliseconds of
 * the played day after midnight (beyond 24 h while the pipeline drains); shares and utilizations
 * are of one. A key may be added within a schema version; none is renamed or removed.
 */

const verdict = z.enum(["pass", "fail", "invalid"]);
const row = z.array(z.number());
/** null: no sample in this slice. */
const sparseRow = z.array(z.number().nullable());
const byHop = <T extends z.ZodType>(value: T) => z.partialRecord(z.enum(hops), value);

const playback = z.object({
  span: z.string().describe("The stretch of the day that was played, as people write it"),
  playedIn: z.string(),
  keep: z.enum(["rate", "volume"]),
  compression: z.number().describe("spanMs / playedInMs"),
  spanMs: ms,
  playedInMs: ms,
  date: z.string(),
  startDayMs: ms,
});

const check = z.object({
  name: z.enum(checkNames),
  verdict,
  expected: z.string(),
  observed: z.string(),
  detail: z.array(z.string()),
});

const totals = z
  .object({
    intended: count,
    unique: count,
    duplicatesPlanted: count,
    malformedPlanted: count,
    confirmed: count,
    abandoned: count,
    unresolved: count,
    attempted: count,
    attemptsConfirmed: count,
    throttled: count,
    failed: count,
    unknown: count,
    retried: count,
    malformedQuarantined: count,
    duplicatesBeyondWindow: count,
    duplicatesDropped: count,
    duplicatesMissed: count,
    originalsDropped: count,
    repeatsExplained: count,
    repeatsUnexplained: count,
    raw: count,
    final: count,
    lost: count,
    extra: count,
    altered: count,
  })
  .describe(
    "intended = unique + duplicatesPlanted + malformedPlanted " +
      "= confirmed + abandoned + unresolved; " +
      "attempted = attemptsConfirmed + throttled + failed + unknown",
  );

const thread = z.object({
  role: z.string(),
  utilization: share,
  eventLoopDelayMs: z.object({ p50: ms, p99: ms, max: ms }),
});

const environment = z.object({
  aforo: z.string(),
  node: z.string(),
  platform: z.string(),
  cpu: z.string(),
  cores: count,
  memoryBytes: count,
  clockMethod: z.string(),
  harness: z.object({
    cpuUserMs: ms,
    cpuSystemMs: ms,
    wallMs: ms,
    cpuShare: share.describe("Of all cores, over the run"),
    residentBytesMax: count,
    threads: z.array(thread),
  }),
});

const load = z.object({
  recordsPerDay: z.number(),
  meanPerSecond: z.number(),
  peakPerSecond: z.number().describe("Offered, in the busiest slice"),
  payloadBytes: count,
  aggregation: z
    .object({ bytesMax: count, recordsMax: count })
    .optional()
    .describe("Records travelled in Kinesis records of at most so much; absent: each by itself"),
  sources: z.array(z.object({ generator: z.string(), share, records: count })),
  calls: z
    .object({ ok: count, partial: count, failed: count, unknown: count })
    .describe("PutRecords calls by how they ended"),
});

const budget = z.object({
  objective: share,
  withinMs: ms,
  good: count,
  bad: count,
  allowed: z.number().describe("Bad records that the objective allows at this size"),
  spent: share.describe("bad / allowed"),
  spentBySlice: row.describe("Spent up to the end of each slice of the day"),
});

const day = z
  .object({
    sliceMs: ms,
    atDayMs: row.describe("The beginning of each slice"),
    offeredPerSecond: row,
    confirmedPerSecond: row.describe("By the slice in which the record was meant to be sent"),
    latencyMs: byHop(z.object({ p50: sparseRow, p99: sparseRow })),
  })
  .describe("The day in at most 288 slices");

const shard = z.object({
  shard: z.string(),
  attempted: count,
  confirmed: count,
  throttled: count,
  failed: count,
  unknown: count,
  retried: count,
  confirmedBytes: count,
  share: share.describe("Of all confirmed records"),
  utilizationMax: share.describe("Of the write limit that is nearer, in the busiest second"),
  confirmedByColumn: row,
  throttledByColumn: row,
  utilizationByColumn: row.describe("The busiest second of each column"),
});

const shards = z.object({
  limits: z.object({ recordsPerSecond: z.number(), bytesPerSecond: z.number() }),
  hotUtilization: share,
  skewFactor: z.number().describe("Confirmed records of the hottest shard over the mean"),
  secondsPerColumn: count,
  columns: count,
  omitted: count.describe("Shards that are left out: the least busy ones beyond 100"),
  rows: z.array(shard),
  hot: hotShard.optional(),
});

const keys = z.object({
  total: count,
  countErrorMax: count.describe(
    "A count may be too low by this much at most, and is never too high",
  ),
  top: z.array(z.object({ key: z.string(), count, share })),
});

const percentiles = z.object({
  at: row.describe("Per cent"),
  latencyMs: byHop(sparseRow).describe("null: too few samples for this percentile"),
});

const place = z.object({
  objects: count,
  lines: count,
  bytes: count,
  altered: count,
  foreign: count,
  examples: z.array(z.string()),
});

export const reportSchema = z
  .object({
    schemaVersion: z.literal(1),
    run: z.string(),
    startedAt: z.string().describe("ISO 8601, UTC"),
    command: z.string().describe("The command that repeats the run"),
    scenario: z.object({
      name: z.string(),
      title: z.string(),
      description: z.string(),
      hash: z.string(),
      seed: z.number(),
    }),
    digest: z.string().describe("Of all that was generated, independent of run, order and speed"),
    target: z.string().describe("`embedded`, or the endpoint"),
    targetName: z.string(),
    playback,
    verdict,
    exitCode: z.number().int(),
    interrupted: z.boolean(),
    checks: z.array(check),
    totals,
    latencyMs: byHop(figures).describe("From the intended time of a record to the hop"),
    latencyBelowZero: byHop(count).describe("Samples below zero: they are counted as zero"),
    scheduleLagMs: figures.describe("From the intended time to the acceptance by the driver"),
    iteratorAgeMs: figures,
    environment,
    phases: z.array(z.object({ name: z.string(), tookMs: ms })),
    drain: z.object({ completed: z.boolean(), tookMs: ms, waitingFor: z.string() }),
    /** How the pipeline was broken on purpose; empty for an honest one. */
    sabotage: z.array(z.string()),
    /** What each instance counted. It shows what went on, and is no part of a verdict. */
    stages: z.record(z.string(), z.record(z.string(), z.number())),
    emulator: z
      .object({
        latency: z.enum(["off", "aws"]),
        changedLimits: z.array(z.string()).describe("Limits that were not AWS's own"),
        faults: z.array(
          z.object({ name: z.string(), action: z.string(), considered: count, struck: count }),
        ),
      })
      .optional()
      .describe("How the embedded emulator was set up; of no meaning at an endpoint"),
    standIns: z.array(z.object({ stage: z.string(), standsFor: z.string() })),
    load,
    budgets: z.object({ ingest: budget.optional(), freshness: budget.optional() }),
    readBack: z.partialRecord(z.enum(["raw", "final", "quarantine", "deadLetters"]), place),
    disturbances: z.array(
      z.object({
        atDayMs: ms,
        atMs: ms,
        kind: z.enum(disturbanceKinds),
        instance: z.string(),
        detail: z.string(),
      }),
    ),
    day,
    percentiles,
    shards,
    consumers,
    answers: answers.optional(),
    saturation: saturation.optional(),
    keys,
    backlog: z
      .object({ atDayMs: row, stream: row, queues: row, delivery: row })
      .describe("The greatest of each stretch, in at most 600 stretches"),
  })
  .meta({ title: "aforo report", description: "One run of a scenario: verdict, accounts, series" });

export type Report = DeepReadonly<z.infer<typeof reportSchema>>;

/** The JSON Schema (draft 7) of report.json, as text that ends in a newline. */
export function reportJsonSchema(): string {
  const schema = z.toJSONSchema(reportSchema, { target: "draft-7" });
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}

type DeepReadonly<T> = T extends readonly (infer Item)[]
  ? readonly DeepReadonly<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> }
    : T;
