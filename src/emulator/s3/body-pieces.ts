import type { StoredBody } from "./body-store.ts";

/** What of a body is put together for one answer at most, and for one of its pieces. */
export const pieceBytesMax = 1_048_576;

/**
 * Bytes [from, to) of a body as the client takes them, so that a large one is never whole in one
 * place. They stay readable until the last was taken or `return` called, whatever becomes of the
 * object meanwhile.
 */
export class BodyPieces implements AsyncIterableIterator<Buffer> {
  readonly #body: StoredBody;
  readonly #to: number;
  #at: number;
  #isDone = false;

  constructor(body: StoredBody, { from, to }: { readonly from: number; readonly to: number }) {
    // Here, and not with the first piece: an iterator that nobody began is returned all the same.
    body.retain();
    this.#body = body;
    this.#at = from;
    this.#to = to;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<Buffer, undefined>> {
    if (this.#isDone || this.#at >= this.#to) return this.return();
    const from = this.#at;
    this.#at = Math.min(from + pieceBytesMax, this.#to);
    return { done: false, value: this.#body.read(from, this.#at) };
  }

  async return(): Promise<IteratorResult<Buffer, undefined>> {
    if (!this.#isDone) this.#body.release();
    this.#isDone = true;
    return { done: true, value: undefined };
  }
}
