import type { Journal, JournalPlace } from "../../storage/journal.ts";
import { Resident } from "../../storage/memory-budget.ts";
import type { MemoryBudget } from "../../storage/memory-budget.ts";
import { unshared } from "../body-store.ts";
import type { BodyStore, StoredBody } from "../body-store.ts";
import type { SavedEntry } from "./change-record.ts";
import { sliceBytes, sliceHeaderOf, sliceOf, slicePayload } from "./payload.ts";
import type { SliceHeader } from "./payload.ts";

/** A body as entries of a journal. */
interface Slices {
  readonly id: number;
  readonly places: (JournalPlace | undefined)[];
}

/** A body in memory, in a journal, or in both. */
export class KeptBody extends Resident implements StoredBody {
  readonly sizeBytes: number;
  /** While they are in memory. */
  bytes: Buffer | undefined;
  /** Where it is in the journal by itself. */
  slices: Slices | undefined;
  /** Where it is the end of its object's entry in the journal. */
  entry: SavedEntry | undefined;
  readonly #store: KeptBodies;
  #owners: number;

  constructor(sizeBytes: number, store: KeptBodies, owners = 1) {
    super();
    this.sizeBytes = sizeBytes;
    this.#store = store;
    this.#owners = owners;
  }

  get isOwned(): boolean {
    return this.#owners > 0;
  }

  read(from: number, to: number): Buffer {
    const bytes = this.bytes;
    if (!bytes) return this.#store.read(this, from, to);
    return from === 0 && to === bytes.length ? bytes : bytes.subarray(from, to);
  }

  retain(): void {
    this.#owners++;
  }

  release(): void {
    if (--this.#owners === 0) this.#store.drop(this);
  }

  override evict(): void {
    this.#store.evict(this);
  }
}

export interface KeptBodiesOptions {
  readonly budget: MemoryBudget;
  /** Not asked for before there is something to write. */
  readonly journal: () => Journal;
  /** A larger body is written at once, and is not held in memory. */
  readonly heldBodyBytesMax: number;
}

/** Bodies that a budget holds in memory; what it does not is read from the journal. */
export class KeptBodies implements BodyStore {
  readonly #options: KeptBodiesOptions;
  /** Those in slices. */
  readonly #byId = new Map<number, KeptBody>();
  #nextId = 1;

  constructor(options: KeptBodiesOptions) {
    this.#options = options;
  }

  append(bytes: Buffer): KeptBody {
    const body = new KeptBody(bytes.length, this);
    if (bytes.length > this.#options.heldBodyBytesMax) {
      this.#write(body, bytes);
    } else {
      this.#hold(body, unshared(bytes));
    }
    return body;
  }

  /** Writes a body that is not in the journal yet as entries of its own. Answers with its id. */
  place(body: KeptBody): number {
    return (body.slices ?? this.#write(body, body.read(0, body.sizeBytes))).id;
  }

  /** Bytes [from, to) of a body that is not in memory. */
  read(body: KeptBody, from: number, to: number): Buffer {
    const { entry, slices, sizeBytes } = body;
    const journal = this.#options.journal();
    if (entry) {
      const payload = journal.read(entry.place);
      const bytes = payload.subarray(payload.length - sizeBytes);
      this.#hold(body, bytes);
      return bytes.subarray(from, to);
    }
    if (!slices) throw new RangeError("the body was released");
    const pieces: Buffer[] = [];
    for (let at = Math.floor(from / sliceBytes); at * sliceBytes < to; at++) {
      const slice = sliceOf(journal.read(slices.places[at] as JournalPlace));
      if (slice.length === sizeBytes) this.#hold(body, slice);
      pieces.push(slice.subarray(Math.max(0, from - at * sliceBytes), to - at * sliceBytes));
    }
    return pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces);
  }

  evict(body: KeptBody): void {
    if (body.bytes && !body.slices && !body.entry) this.#write(body, body.bytes);
    body.bytes = undefined;
  }

  /** Nobody has the body any more. The entry of an object goes with the object. */
  drop(body: KeptBody): void {
    this.#options.budget.release(body);
    body.bytes = undefined;
    const { slices } = body;
    if (!slices) return;
    this.#byId.delete(slices.id);
    for (const place of slices.places) if (place) this.#options.journal().markDead(place);
    body.slices = undefined;
  }

  /** See JournalOptions: answers false where the payload is no slice. */
  relocate(payload: Buffer, place: JournalPlace): boolean {
    const header = sliceHeaderOf(payload);
    if (!header) return false;
    const places = this.#byId.get(header.id)?.slices?.places;
    const now = places?.[header.index];
    if (places && now?.segment === place.segment && now.offset === place.offset) {
      const journal = this.#options.journal();
      places[header.index] = journal.append(payload);
      journal.markDead(place);
    }
    return true;
  }

  /** A slice of an earlier run; a later place of the same one replaces it. */
  found({ id, index, bodyBytes }: SliceHeader, place: JournalPlace): void {
    const { places } = this.recovered(id, bodyBytes).slices as Slices;
    const before = places[index];
    if (before) this.#options.journal().markDead(before);
    places[index] = place;
  }

  /** A body of an earlier run, which nobody owns yet. */
  recovered(id: number, sizeBytes: number): KeptBody {
    const known = this.#byId.get(id);
    if (known) return known;
    this.#nextId = Math.max(this.#nextId, id + 1);
    const body = new KeptBody(sizeBytes, this, 0);
    body.slices = { id, places: [] };
    this.#byId.set(id, body);
    return body;
  }

  /**
   * All that earlier runs left was found: drops the bodies that nobody owns.
   *
   * @throws RangeError where slices are missing of one that somebody does.
   */
  dropUnowned(): void {
    for (const body of this.#byId.values()) {
      if (!body.isOwned) {
        this.drop(body);
        continue;
      }
      const { id, places } = body.slices as Slices;
      const count = Math.max(1, Math.ceil(body.sizeBytes / sliceBytes));
      for (let at = 0; at < count; at++) {
        if (!places[at]) throw new RangeError(`slice ${at} of the body ${id} is missing`);
      }
    }
  }

  #hold(body: KeptBody, bytes: Buffer): void {
    if (body.sizeBytes > this.#options.heldBodyBytesMax) return;
    body.bytes = bytes;
    // An empty body takes nothing that another could use.
    if (bytes.length > 0) this.#options.budget.hold(body, bytes.buffer.byteLength);
  }

  #write(body: KeptBody, bytes: Buffer): Slices {
    const journal = this.#options.journal();
    const slices: Slices = { id: this.#nextId++, places: [] };
    let at = 0;
    do {
      const slice = bytes.subarray(at, at + sliceBytes);
      const header = { id: slices.id, index: slices.places.length, bodyBytes: bytes.length };
      slices.places.push(journal.append(slicePayload(header, slice)));
      at += sliceBytes;
    } while (at < bytes.length);
    body.slices = slices;
    this.#byId.set(slices.id, body);
    return slices;
  }
}
