import type { History, Place } from "../core/history/history.ts";
import type { LoadHistory } from "../core/history/load.ts";
import { RecordSet } from "../core/record-set.ts";
import type { Plan } from "../scenario/plan.ts";
import { settleFinal, type FinalAccount } from "./accounts/final-account.ts";
import { placesNotRead, plannedPlaces } from "./accounts/places.ts";
import { plantedCopies } from "./accounts/planted-copies.ts";
import { repeatsIn, type Repeats } from "./accounts/repeats.ts";
import type { Totals } from "./verdict.ts";

/** The totals of a run, and the records behind them: what several checks judge by. */
export interface Accounts {
  readonly totals: Totals;
  readonly final: FinalAccount;
  /** Confirmed, valid, and not in FINAL; without a FINAL in the plan, not in RAW. */
  readonly lost: RecordSet;
  /** Confirmed and not in RAW. */
  readonly rawMissing: RecordSet;
  /** Confirmed, malformed, and neither in the quarantine nor in the dead letters. */
  readonly malformedLost: RecordSet;
  /** Records in FINAL that are malformed, and in any place that were never intended. */
  readonly extra: RecordSet;
  readonly validQuarantined: RecordSet;
  /** Lost, and in the dead letters. */
  readonly deadLettered: RecordSet;
  readonly rawRepeats: Repeats;
  readonly finalRepeats: Repeats;
  readonly notRead: readonly Place[];
}

/**
 * Settles the accounts of a run: holds what was read back against what was intended and confirmed,
 * by the identity of the records. A place that nobody read back counts for nothing, neither for a
 * loss nor against one: the checks that need it do not pass.
 */
export function settleAccounts(history: History, plan: Plan): Accounts {
  const { load, scans } = history;
  const copies = plantedCopies(load.duplicates);
  const final = settleFinal(history, plan, copies);
  const rawMissing = scans.raw ? load.confirmed.without(scans.raw.seen) : new RecordSet();
  const lost = plannedPlaces(plan).has("final") ? final.lost : rawMissing;
  const places = { lost, rawMissing, ...readBack(history), ...repeats(history) };
  const totals = totalsOf(history, { copies: copies.records, final, ...places });
  return { totals, final, notRead: placesNotRead(history, plan), ...places };
}

function readBack({ load, scans }: History) {
  const { raw, final, quarantine, deadLetters } = scans;
  const extra = new RecordSet();
  if (final) extra.addAll(final.seen.common(load.malformed));
  for (const scan of [raw, final]) if (scan) extra.addAll(scan.seen.without(load.intended));
  const refused = [quarantine?.seen, deadLetters?.seen].filter((set) => set !== undefined);
  const confirmedMalformed = load.malformed.common(load.confirmed);
  const deadLettered = deadLetters && final ? deadLetters.seen.without(final.seen) : undefined;
  return {
    extra,
    malformedLost: quarantine ? confirmedMalformed.without(...refused) : new RecordSet(),
    malformedQuarantined: quarantine ? load.malformed.common(quarantine.seen).count() : 0,
    validQuarantined: quarantine ? quarantine.seen.without(load.malformed) : new RecordSet(),
    deadLettered: deadLettered ? deadLettered.without(load.malformed) : new RecordSet(),
  };
}

function repeats({ load, scans }: History) {
  const { raw, final } = scans;
  return {
    // A retry after an unknown outcome may have written the record a second time.
    rawRepeats: repeatsIn(
      raw,
      ({ source, ordinal }) =>
        load.ambiguous.has(source, ordinal) || raw?.writtenByKilled.has(source, ordinal) === true,
    ),
    // A worker that died after its delivery and before its deletes leaves the records to another.
    finalRepeats: repeatsIn(
      final,
      ({ source, ordinal }) => final?.writtenByKilled.has(source, ordinal) === true,
    ),
  };
}

type Evidence = ReturnType<typeof readBack> &
  ReturnType<typeof repeats> & { lost: RecordSet; copies: RecordSet; final: FinalAccount };

function totalsOf({ load, scans }: History, found: Evidence): Totals {
  const intended = load.intended.count();
  const malformedPlanted = load.malformed.count();
  const duplicatesPlanted = found.copies.count();
  const read = [scans.raw, scans.final].filter((scan) => scan !== undefined);
  const sum = (key: "altered" | "foreign") => read.reduce((total, scan) => total + scan[key], 0);
  return {
    intended,
    unique: intended - duplicatesPlanted - malformedPlanted,
    duplicatesPlanted,
    malformedPlanted,
    confirmed: load.confirmed.count(),
    abandoned: load.abandoned.count(),
    unresolved: load.unresolved.count(),
    ...attemptsOf(load),
    malformedQuarantined: found.malformedQuarantined,
    duplicatesBeyondWindow: found.final.duplicatesBeyondWindow,
    duplicatesDropped: found.final.duplicatesDropped,
    duplicatesMissed: found.final.missed.count(),
    originalsDropped: found.final.originalsDropped.count(),
    repeatsExplained:
      found.rawRepeats.explained + found.finalRepeats.explained + found.final.leftByKilled.count(),
    repeatsUnexplained: found.rawRepeats.unexplained + found.finalRepeats.unexplained,
    raw: scans.raw?.records() ?? 0,
    final: scans.final?.records() ?? 0,
    lost: found.lost.count(),
    extra: found.extra.count() + sum("foreign"),
    altered: sum("altered"),
  };
}

function attemptsOf({ attempts }: LoadHistory) {
  const { confirmed, throttled, failed, unknown, retried } = attempts;
  return {
    attempted: confirmed + throttled + failed + unknown,
    attemptsConfirmed: confirmed,
    throttled,
    failed,
    unknown,
    retried,
  };
}
