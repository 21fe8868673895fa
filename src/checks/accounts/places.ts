import type { History, Place } from "../../core/history/history.ts";
import type { Plan } from "../../scenario/plan.ts";

export const placeWords: Readonly<Record<Place, string>> = {
  raw: "RAW",
  final: "FINAL",
  quarantine: "the quarantine",
  deadLetters: "the dead letters",
};

/** The places that a pipeline of this plan writes to, and that have to be read back. */
export function plannedPlaces(plan: Plan): ReadonlySet<Place> {
  const places = new Set<Place>();
  for (const stage of plan.stages) {
    if (stage.kind === "delivery") places.add("raw");
    if (stage.kind === "collectors" && stage.quarantine) places.add("quarantine");
    if (stage.kind !== "workers") continue;
    places.add("final").add("quarantine");
    const queue = plan.queues.find(({ name }) => name === stage.queue);
    if (queue?.deadLetter) places.add("deadLetters");
  }
  return places;
}

/** The planned places that nobody read back. What is in them is not known: it is not nothing. */
export function placesNotRead(history: History, plan: Plan): readonly Place[] {
  return [...plannedPlaces(plan)].filter((place) => !history.scans[place]);
}
