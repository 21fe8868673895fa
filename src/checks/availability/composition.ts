import type { AvailabilityPlan, ComponentPlan } from "../../scenario/plan.ts";
import { formatShare } from "../../core/units.ts";

type Budget = "ingest" | "freshness";

/**
 * The level that the components of a path promise together: the product of theirs, as each has to
 * work for the path to work. A record in FINAL has come through the ingest too.
 */
export function composedLevel(plan: AvailabilityPlan, budget: Budget): number {
  return componentsOf(plan, budget).reduce((product, { level }) => product * level, 1);
}

/** The composition of one budget in words, and what it means for the objective; none without it. */
export function compositionNotes(plan: AvailabilityPlan, budget: Budget): readonly string[] {
  const components = componentsOf(plan, budget);
  if (components.length === 0) return [];
  const parts = components.map(({ name, level }) => `${name} ${percent(level)}`).join(" · ");
  const level = composedLevel(plan, budget);
  const product = `${budget}, composed: ${parts} = ${percent(level)}`;
  // A product of decimals is a hair off in binary.
  if (Number(level.toPrecision(12)) >= plan.objective) {
    return [`${product}, which carries the objective of ${percent(plan.objective)}`];
  }
  return [
    `${product}, less than the objective of ${percent(plan.objective)}: no pipeline of parts is ` +
      "better than its parts, unless a buffer or a second path makes it so",
    budget === "ingest"
      ? "ingest: a client that keeps an event until it is acknowledged, and sends it again, is " +
        "such a buffer"
      : "freshness: the stream and the queues are such buffers for what comes after them; an " +
        "outage that they outlast makes records late, and loses none",
  ];
}

function componentsOf(plan: AvailabilityPlan, budget: Budget): readonly ComponentPlan[] {
  const { ingest, freshness } = plan.components ?? { ingest: [], freshness: [] };
  if (budget === "ingest") return ingest;
  return freshness.length === 0 ? [] : [...ingest, ...freshness];
}

/** With enough digits for a product of several. */
function percent(value: number): string {
  return formatShare(value, 4);
}
