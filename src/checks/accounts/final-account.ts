import type { History } from "../../core/history/history.ts";
import { RecordSet, type RecordRef } from "../../core/record-set.ts";
import { plannedPlaces } from "./places.ts";
import type { PlantedCopies } from "./planted-copies.ts";
import type { Plan } from "../../scenario/plan.ts";

/** How the valid event ids fared on their way to FINAL. */
export interface FinalAccount {
  /** Confirmed, valid event ids that are not in FINAL, and copies that were to pass and did not. */
  readonly lost: RecordSet;
  /** The latter alone. */
  readonly lostBeyondWindow: RecordSet;
  /** Records in FINAL beside another one of the same event id, within the window. */
  readonly missed: RecordSet;
  /** The same, but a worker that was killed wrote one of them and could not mark the id as done. */
  readonly leftByKilled: RecordSet;
  /** Event ids that RAW holds and that nothing survived of, in no other place either. */
  readonly originalsDropped: RecordSet;
  readonly duplicatesBeyondWindow: number;
  readonly duplicatesDropped: number;
}

/**
 * Holds FINAL against the truth, event id by event id. An event id is its original and the copies
 * planted within the window: exactly one of them survives, whichever came first. A copy beyond the
 * window is an event of its own. Only what the producer knows to be in the stream has to be in
 * FINAL: a record with an unknown outcome may be there or not.
 */
export function settleFinal(history: History, plan: Plan, copies: PlantedCopies): FinalAccount {
  const { intended, malformed } = history.load;
  const ledger = new FinalLedger(history, plan);
  const events = intended.without(malformed, copies.records);
  // Almost all events have no copies: they are settled together.
  ledger.events(events.without(copies.origins));
  for (const record of events.common(copies.origins)) ledger.eventWithCopies(record, copies);
  return ledger;
}

class FinalLedger implements FinalAccount {
  readonly lost = new RecordSet();
  readonly lostBeyondWindow = new RecordSet();
  readonly missed = new RecordSet();
  readonly leftByKilled = new RecordSet();
  readonly originalsDropped = new RecordSet();
  duplicatesBeyondWindow = 0;
  duplicatesDropped = 0;
  readonly #history: History;
  readonly #wasInStream: RecordSet | undefined;
  readonly #elsewhere: readonly RecordSet[];

  constructor(history: History, plan: Plan) {
    const { raw, quarantine, deadLetters } = history.scans;
    const planned = plannedPlaces(plan);
    this.#history = history;
    this.#elsewhere = [quarantine?.seen, deadLetters?.seen].filter((set) => set !== undefined);
    const elsewhereIsKnown = !planned.has("deadLetters") || deadLetters !== undefined;
    const inStream = planned.has("raw") ? raw?.seen : history.load.confirmed;
    this.#wasInStream = elsewhereIsKnown ? inStream : undefined;
  }

  /** Takes valid records without copies. */
  events(events: RecordSet): void {
    const final = this.#history.scans.final?.seen;
    if (!final) return;
    const absent = events.without(final);
    this.lost.addAll(absent.common(this.#history.load.confirmed));
    if (!this.#wasInStream) return;
    const dropped = absent.common(this.#wasInStream).without(...this.#elsewhere);
    this.originalsDropped.addAll(dropped);
  }

  /** Takes a valid record that is no planted copy, with the copies of it. */
  eventWithCopies(origin: RecordRef, copies: PlantedCopies): void {
    const group: RecordRef[] = [origin];
    for (const copy of copies.copiesOf(origin)) {
      if (copy.beyondWindow) this.#beyondWindow(copy);
      else group.push(copy);
    }
    this.#withinWindow(group);
  }

  #withinWindow(group: readonly RecordRef[]): void {
    const origin = group[0] as RecordRef;
    const scan = this.#history.scans.final;
    const final = scan?.seen;
    const confirmed = group.filter((record) => this.#isConfirmed(record));
    if (!scan || !final) return;
    const survivors = group.filter((record) => isIn(final, record));
    const absent = confirmed.filter((record) => !isIn(final, record)).length;
    const isByKilled = survivors.some((record) => isIn(scan.writtenByKilled, record));
    const beside = isByKilled ? this.leftByKilled : this.missed;
    for (const { source, ordinal } of survivors.slice(1)) beside.add(source, ordinal);
    if (survivors.length > 0) {
      this.duplicatesDropped += absent;
      return;
    }
    // One of them had to survive: the others were rightly dropped all the same.
    this.duplicatesDropped += Math.max(0, absent - 1);
    if (confirmed.length > 0) this.lost.add(origin.source, origin.ordinal);
    if (this.#wasDropped(group)) this.originalsDropped.add(origin.source, origin.ordinal);
  }

  #beyondWindow(copy: RecordRef): void {
    if (!this.#isConfirmed(copy)) return;
    this.duplicatesBeyondWindow++;
    const final = this.#history.scans.final?.seen;
    if (!final || final.has(copy.source, copy.ordinal)) return;
    this.lost.add(copy.source, copy.ordinal);
    this.lostBeyondWindow.add(copy.source, copy.ordinal);
  }

  #isConfirmed(record: RecordRef): boolean {
    return isIn(this.#history.load.confirmed, record);
  }

  #wasDropped(group: readonly RecordRef[]): boolean {
    const holdsOne = (set: RecordSet) => group.some((record) => isIn(set, record));
    return (
      this.#wasInStream !== undefined &&
      holdsOne(this.#wasInStream) &&
      !this.#elsewhere.some(holdsOne)
    );
  }
}

function isIn(set: RecordSet, { source, ordinal }: RecordRef): boolean {
  return set.has(source, ordinal);
}
