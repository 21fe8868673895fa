import type { History, Timed } from "../../core/history/history.ts";
import type { HopHistory } from "../../core/history/hop.ts";
import type { Plan, StagePlan } from "../../scenario/plan.ts";

/** All that is timed, in the order of the path, as sentences name it. */
export const hopWords: Readonly<Record<Timed, string>> = {
  answered: "answered (service time)",
  acknowledged: "acknowledged",
  read: "read",
  audience: "received by the audience",
  received: "received",
  raw: "durable in RAW",
  final: "durable in FINAL",
};

export const hopOrder = Object.keys(hopWords) as readonly Timed[];

const hopsByStage: Readonly<Record<StagePlan["kind"], readonly Timed[]>> = {
  collectors: ["answered"],
  delivery: ["raw"],
  "fan-out": ["read"],
  reader: ["read"],
  "queue-consumer": ["audience"],
  workers: ["received", "final"],
};

/** What was seen of a hop. The first two are not the stages'. */
export function hopHistory(history: History, hop: Timed): HopHistory | undefined {
  if (hop === "answered") return history.answers.times;
  return hop === "acknowledged" ? history.load.acknowledged : history.hops.get(hop);
}

/** The hops that a run of this plan has to have samples of: none, where there is no schedule. */
export function expectedHops(plan: Plan): readonly Timed[] {
  if (plan.playback.keep === "volume") return [];
  const expected = new Set<Timed>(["acknowledged"]);
  for (const stage of plan.stages) for (const hop of hopsByStage[stage.kind]) expected.add(hop);
  return hopOrder.filter((hop) => expected.has(hop));
}
