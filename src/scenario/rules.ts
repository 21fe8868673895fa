import type { Finding } from "../core/document/finding.ts";
import { checkRules } from "./rules/checks.ts";
import { curveRules } from "./rules/curve.ts";
import { deduplicationRules } from "./rules/deduplication.ts";
import { entryRules } from "./rules/entry.ts";
import { eventRules } from "./rules/events.ts";
import { driverRules } from "./rules/driver.ts";
import { faultRules } from "./rules/faults.ts";
import { flowRules } from "./rules/flow.ts";
import { loadRules } from "./rules/load.ts";
import { nameRules } from "./rules/names.ts";
import { readerRules } from "./rules/readers.ts";
import { referenceRules } from "./rules/references.ts";
import { replayRules } from "./rules/replay.ts";
import { sabotageRules } from "./rules/sabotage.ts";
import { sinkRules } from "./rules/sinks.ts";
import { timeRules } from "./rules/time.ts";
import { volumeRules } from "./rules/volume.ts";
import type { Scenario } from "./schema.ts";

type Rule = (scenario: Scenario) => readonly Finding[];

/**
 * What must hold between the parts of a scenario. To add a rule: write it as a pure function in
 * `rules/`, name in `uses` the places that it rests on, and list it here.
 */
const rules: readonly Rule[] = [
  nameRules,
  referenceRules,
  entryRules,
  flowRules,
  readerRules,
  eventRules,
  sinkRules,
  loadRules,
  replayRules,
  driverRules,
  curveRules,
  timeRules,
  volumeRules,
  deduplicationRules,
  checkRules,
  faultRules,
  sabotageRules,
];

/** Every finding of every rule. */
export function crossCheck(scenario: Scenario): readonly Finding[] {
  return rules.flatMap((rule) => rule(scenario));
}
