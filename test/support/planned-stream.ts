import { readAggregate } from "../../src/core/aggregation/aggregate-reader.ts";
import { EnvelopeReader } from "../../src/core/envelope.ts";
import { Random } from "../../src/core/random.ts";
import type { PutEntry, PutOutcome, PutRecords } from "../../src/load/put-records.ts";

/** Shares of Kinesis records, or of calls, that end so; the rest is confirmed at once. */
export interface Mishaps {
  readonly throttled: number;
  readonly failed: number;
  /** Of calls: no answer, with all of the records in the stream, or none. */
  readonly unknownStored: number;
  readonly unknownLost: number;
  /** The longest that a call takes, in microseconds. */
  readonly delayUsMax: number;
}

/** What the service knows of one user record. */
export interface Truth {
  readonly key: string;
  readonly attempts: PutOutcome["kind"][];
  stored: number;
}

/** A stream that answers by plan, on a clock of its own, and keeps the truth about every record. */
export class PlannedStream {
  readonly truth = new Map<number, Truth>();
  /** Ordinals in the order in which they were stored, by key. */
  readonly order = new Map<string, number[]>();
  readonly kinesisRecords = { confirmed: 0, throttled: 0, failed: 0, unknown: 0 };
  confirmedBytes = 0;
  calls = 0;
  entriesMax = 0;
  /** Keys that were found in two calls at once. */
  readonly overlaps: string[] = [];
  us = 0;
  readonly #mishaps: Mishaps;
  readonly #random: Random;
  readonly #inFlight = new Map<string, number>();
  #waiting: { readonly dueUs: number; readonly answer: () => void }[] = [];

  constructor(mishaps: Mishaps, seed: number) {
    this.#mishaps = mishaps;
    this.#random = Random.from(seed, "mishaps");
  }

  readonly put: PutRecords = async (entries) => {
    const users = entries.map(userRecordsOf);
    const keys = new Set(users.flat().map(({ key }) => key));
    for (const key of keys) {
      const calls = (this.#inFlight.get(key) ?? 0) + 1;
      if (calls > 1) this.overlaps.push(key);
      this.#inFlight.set(key, calls);
    }
    const outcomes = this.#call(entries, users);
    const dueUs = this.us + this.#random.below(this.#mishaps.delayUsMax + 1);
    await new Promise<void>((answer) => this.#waiting.push({ dueUs, answer }));
    for (const key of keys) this.#inFlight.set(key, (this.#inFlight.get(key) ?? 0) - 1);
    return outcomes;
  };

  /** Moves the clock, and lets the calls that are due answer. */
  async advance(us: number): Promise<void> {
    this.us += us;
    const due = this.#waiting.filter(({ dueUs }) => dueUs <= this.us);
    this.#waiting = this.#waiting.filter(({ dueUs }) => dueUs > this.us);
    for (const { answer } of due) answer();
    for (let turn = 0; turn < 8; turn++) await Promise.resolve();
  }

  #call(entries: readonly PutEntry[], users: readonly (readonly Sent[])[]): PutOutcome[] {
    const { unknownStored, unknownLost } = this.#mishaps;
    this.calls++;
    this.entriesMax = Math.max(this.entriesMax, entries.length);
    const draw = this.#random.float();
    const isStored = draw < unknownStored;
    const isLost = !isStored && draw < unknownStored + unknownLost;
    return entries.map((entry, i) => {
      const sent = users[i] as readonly Sent[];
      const outcome: PutOutcome =
        isStored || isLost ? { kind: "unknown", reason: "TimeoutError" } : this.#judge(entry);
      const isIn = isStored || outcome.kind === "confirmed";
      this.kinesisRecords[outcome.kind]++;
      if (outcome.kind === "confirmed") {
        this.confirmedBytes += entry.data.length + Buffer.byteLength(entry.partitionKey);
      }
      for (const record of sent) this.#note(record, outcome, isIn);
      return outcome;
    });
  }

  #judge(entry: PutEntry): PutOutcome {
    const { throttled, failed } = this.#mishaps;
    const draw = this.#random.float();
    if (draw < throttled) return { kind: "throttled", reason: "rate" };
    if (draw < throttled + failed) return { kind: "failed", reason: "InternalFailure" };
    return { kind: "confirmed", shardId: entry.explicitHashKey ?? "by key" };
  }

  #note({ ordinal, key }: Sent, outcome: PutOutcome, isStored: boolean): void {
    const truth = this.truth.get(ordinal) ?? { key, attempts: [], stored: 0 };
    this.truth.set(ordinal, truth);
    truth.attempts.push(outcome.kind);
    if (!isStored) return;
    truth.stored++;
    this.order.set(key, [...(this.order.get(key) ?? []), ordinal]);
  }
}

interface Sent {
  readonly ordinal: number;
  readonly key: string;
}

/** Of the run that the tests of the producer play. */
const envelopes = new EnvelopeReader("testtest");

/** The records of an entry, by the sequence in their envelopes. */
function userRecordsOf({ data, partitionKey }: PutEntry): Sent[] {
  const inside = readAggregate(data) ?? [{ data, partitionKey }];
  return inside.map((record) => {
    const envelope = envelopes.open(record.data);
    if (!envelope) throw new Error("a record without its envelope");
    return { ordinal: envelope.sequence, key: record.partitionKey };
  });
}
