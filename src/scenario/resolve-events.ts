import type { EventPlan } from "./event-plan.ts";
import type { Scenario } from "./schema.ts";

/** Shares of the run as times of it, in their order. */
export function resolveEvents({ events, playback }: Scenario): readonly EventPlan[] {
  const ofRun = (share: number) => Math.round(share * playback.playedIn);
  return events
    .map((event): EventPlan => {
      const atMs = ofRun(event.at);
      if (event.kind === "reshard") {
        return { kind: "reshard", atMs, stream: event.stream, shards: event.shards };
      }
      if (event.kind === "scale") {
        return { kind: "scale", atMs, stage: event.stage, instances: event.instances };
      }
      return { kind: "pause", atMs, forMs: ofRun(event.for), stage: event.stage };
    })
    .sort((a, b) => a.atMs - b.atMs);
}
