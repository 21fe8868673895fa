import { createHash, type Hash } from "node:crypto";
import { hashText } from "../../core/hash.ts";
import type { RecordingSettings } from "../../core/recording.ts";
import { float64s, uint32s, uint8s } from "./columns.ts";
import { RecordingError } from "./problem.ts";
import { readRows } from "./read-rows.ts";
import type { RecordedRow } from "./row-reader.ts";
import { type StoredRow, RowStore } from "./row-store.ts";
import { type Timeline, timelineOf } from "./timeline.ts";

/** Rows of one recording, at most: some 20 bytes of index each. */
const rowsMax = 5_000_000;
/** A constant, as that of a generator: a schedule must not depend on how many parts play it. */
export const replayStripes = 16;

/** A recording as one part of a load plays it. Rows are called by their rank in time. */
export interface Recording {
  readonly timeline: Timeline;
  /** The ranks of the rows in this part's stripes, ascending. */
  readonly ours: Uint32Array;
  stripeOf(rank: number): number;
  /** A row of this part. */
  row(rank: number): StoredRow;
}

export interface OpenOptions {
  readonly settings: RecordingSettings;
  /** What the scenario was loaded with: the file has to be the same. */
  readonly sha256: string;
  /** Of the stripes, which this part plays: the rows of the others are not kept. */
  readonly isOurs: (stripe: number) => boolean;
}

/** @throws RecordingError where the file is not what it was, or holds more than can be held. */
export function openRecording({ settings, sha256, isOurs }: OpenOptions): Recording {
  const digest = createHash("sha256");
  const times = float64s();
  const stripes = uint8s();
  /** By the order of the file: where in the store, counted from 1; 0 for the rows of others. */
  const places = uint32s();
  const store = new RowStore();
  for (const row of goodRows(settings, { digest, skip: () => {} })) {
    const stripe = hashText(row.key) % replayStripes;
    times.push(row.epochMs);
    stripes.push(stripe);
    places.push(isOurs(stripe) ? store.add(row) : 0);
  }
  if (digest.digest("hex") !== sha256) {
    throw new RecordingError(`${settings.file} has changed since the scenario was loaded`);
  }
  const order = orderOf(times.values());
  return {
    timeline: timelineOf(
      Float64Array.from(order, (row) => times.at(row)),
      settings.jitterWithinMs,
    ),
    ours: Uint32Array.from(order.keys()).filter((rank) => places.at(order[rank] as number) > 0),
    stripeOf: (rank) => stripes.at(order[rank] as number),
    row: (rank) => store.at(places.at(order[rank] as number)),
  };
}

/** The ranks of rows by time: rows of one time in the order of the file. */
function orderOf(times: Float64Array): Uint32Array {
  const order = Uint32Array.from(times, (_, row) => row);
  const isInOrder = times.every((time, row) => row === 0 || !(time < (times[row - 1] as number)));
  if (isInOrder) return order;
  return order.sort((a, b) => (times[a] as number) - (times[b] as number) || a - b);
}

/**
 * The rows that can be played, in the order of the file. `skip` is told of each bad one that is
 * passed over.
 * @throws RecordingError with file and line at one that is not to be, and where there are too many
 * rows or none.
 */
export function* goodRows(
  settings: RecordingSettings,
  { digest, skip }: { readonly digest: Hash; readonly skip: () => void },
): Generator<RecordedRow> {
  const { file, bad } = settings;
  let rows = 0;
  let firstBad: string | undefined;
  try {
    for (const row of readRows(settings, digest)) {
      if ("problem" in row) {
        firstBad ??= `${row.place}: ${row.problem}`;
        if (bad === "refuse") throw new RecordingError(firstBad);
        skip();
        continue;
      }
      if (++rows > rowsMax) throw new RecordingError(`holds more than ${rowsMax} rows`);
      yield row;
    }
    if (rows > 0) return;
    throw new RecordingError(`holds no row that can be played${firstBad ? ` (${firstBad})` : ""}`);
  } catch (error) {
    if (!(error instanceof RecordingError)) throw error;
    throw new RecordingError(`${file}: ${error.message}`, { cause: error });
  }
}
