/** Times are in milliseconds after the start of the load. */
export type EventPlan = ReshardPlan | PausePlan | ScalePlan;

/** UpdateShardCount: the service splits and merges shards to so many of equal ranges. */
export interface ReshardPlan {
  readonly kind: "reshard";
  readonly atMs: number;
  readonly stream: string;
  readonly shards: number;
}

/** A stage that reads a stream stops reading for a while: every instance of it. */
export interface PausePlan {
  readonly kind: "pause";
  readonly atMs: number;
  readonly forMs: number;
  readonly stage: string;
}

/** From then on there are so many collectors: added at once, or drained (SIGTERM) and removed. */
export interface ScalePlan {
  readonly kind: "scale";
  readonly atMs: number;
  readonly stage: string;
  readonly instances: number;
}
