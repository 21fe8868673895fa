/** The body of one object, or of one part of it, immutable. */
export interface StoredBody {
  readonly sizeBytes: number;
  /** Bytes [from, to). */
  read(from: number, to: number): Buffer;
  /** One more has it, as an answer that is still being sent, and will release it. */
  retain(): void;
  /** Called once by each who has it, who then reads it no more. The first is who stored it. */
  release(): void;
}

/** Where bodies live. The store owns the bytes it is given. */
export interface BodyStore {
  append(bytes: Buffer): StoredBody;
}

/** A short view would keep the whole of a large buffer alive: it gets memory of its own. */
export function unshared(bytes: Buffer): Buffer {
  if (bytes.buffer.byteLength <= 2 * bytes.length) return bytes;
  const own = Buffer.from(new ArrayBuffer(bytes.length));
  bytes.copy(own);
  return own;
}

/** The bodies of the parts of a multipart upload, one after the other, none of them copied. */
export class JoinedBody implements StoredBody {
  readonly bodies: readonly StoredBody[];
  readonly sizeBytes: number;
  /** Where each body begins. */
  readonly #starts: readonly number[];

  constructor(bodies: readonly StoredBody[]) {
    const starts: number[] = [];
    let size = 0;
    for (const { sizeBytes } of bodies) {
      starts.push(size);
      size += sizeBytes;
    }
    this.bodies = bodies;
    this.sizeBytes = size;
    this.#starts = starts;
  }

  read(from: number, to: number): Buffer {
    const slices = [...this.slices(from, to)].map((slice) => slice.body.read(slice.from, slice.to));
    return slices.length === 1 ? (slices[0] as Buffer) : Buffer.concat(slices);
  }

  retain(): void {
    for (const body of this.bodies) body.retain();
  }

  release(): void {
    for (const body of this.bodies) body.release();
  }

  /** What of which body makes up bytes [from, to). O(log n) for n bodies to the first. */
  *slices(from: number, to: number): Generator<BodySlice, void> {
    for (let at = this.#bodyAt(from); at < this.bodies.length; at++) {
      const body = this.bodies[at] as StoredBody;
      const start = this.#starts[at] as number;
      if (start >= to) return;
      const slice = { from: Math.max(0, from - start), to: Math.min(body.sizeBytes, to - start) };
      if (slice.from < slice.to) yield { body, ...slice };
    }
  }

  /** The last body that begins at or before the offset. */
  #bodyAt(offset: number): number {
    let low = 0;
    let high = this.#starts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#starts[middle] as number) <= offset) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  }
}

export interface BodySlice {
  readonly body: StoredBody;
  readonly from: number;
  readonly to: number;
}

/** Bytes [from, to) of a body as slices of bodies that each lie in one place. */
export function slicesOf(body: StoredBody, from = 0, to = body.sizeBytes): Iterable<BodySlice> {
  return body instanceof JoinedBody ? body.slices(from, to) : [{ body, from, to }];
}

/** A body of its own with the bytes of those slices; a store in memory shares them. */
export function storeSlices(slices: Iterable<BodySlice>, store: BodyStore): StoredBody {
  const bodies = Array.from(slices, ({ body, from, to }) => store.append(body.read(from, to)));
  return bodies.length === 1 ? (bodies[0] as StoredBody) : new JoinedBody(bodies);
}
