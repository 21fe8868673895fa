import type { History, Hop } from "../../core/history/history.ts";
import type { HopHistory } from "../../core/history/hop.ts";
import type { Plan, StagePlan } from "../../scenario/plan.ts";

/** All hops, in the order of the path, as sentences name them. */
export const hopWords: Readonly<Record<Hop, string>> = {
  acknowledged: "acknowledged",
  read: "read",
  audience: "received by the audience",
  received: "received",
  raw: "durable in RAW",
  final: "durable in FINAL",
};

export const hopOrder = Object.keys(hopWords) as readonly Hop[];

const hopsByStage: Readonly<Record<StagePlan["kind"], readonly Hop[]>> = {
  collectors: [],
  delivery: ["raw"],
  "fan-out": ["read"],
  reader: ["read"],
  "queue-consumer": ["audience"],
  workers: ["received", "final"],
};

/** What was seen of a hop. The first one is the load side's. */
export function hopHistory(history: History, hop: Hop): HopHistory | undefined {
  return hop === "acknowledged" ? history.load.acknowledged : history.hops.get(hop);
}

/** The hops that a run of this plan has to have samples of: none, where there is no schedule. */
export function expectedHops(plan: Plan): readonly Hop[] {
  if (plan.playback.keep === "volume") return [];
  const expected = new Set<Hop>(["acknowledged"]);
  for (const stage of plan.stages) for (const hop of hopsByStage[stage.kind]) expected.add(hop);
  return hopOrder.filter((hop) => expected.has(hop));
}
