/**
 * What the live picture shows, a few times a second. Plain data: drawing is another file's task.
 */
export interface LiveView {
  readonly scenario: string;
  readonly phase:
    | "starting"
    | "load"
    | "draining"
    | "reading back"
    | "saturating a collector"
    | "done";
  /** Milliseconds since the load began, and for how long it is meant to last. */
  readonly elapsedMs: number;
  readonly durationMs: number;
  /** The played day's clock, as `14:20`. */
  readonly timeOfDay: string;
  readonly intended: number;
  readonly intendedTotal: number;
  readonly confirmed: number;
  /** Records a second over about the last second. */
  readonly offeredPerSecond: number;
  readonly confirmedPerSecond: number;
  readonly throttled: number;
  /** p99 in milliseconds by hop, over the last seconds. NaN where there is no sample. */
  readonly p99Ms: {
    readonly acknowledged: number;
    readonly read: number;
    readonly received: number;
    readonly final: number;
  };
  /** Share of the write limit that each shard used over the last second. */
  readonly shardUtilization: readonly number[];
  readonly backlog: { readonly stream: number; readonly queues: number; readonly delivery: number };
  /** Share of the budget that is left, and undefined where there is none. */
  readonly budgetLeft: { readonly ingest?: number; readonly freshness?: number };
  /** Offered rate by slice of the day so far, for the sparkline. */
  readonly curve: readonly number[];
  /** The rate that is planned for the slices still to come, if it is known: drawn faintly. */
  readonly curveAhead?: readonly number[];
  /** Things that happened, newest last. */
  readonly events: readonly string[];
}
