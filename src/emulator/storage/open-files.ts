import {
  closeSync,
  fdatasyncSync,
  ftruncateSync,
  openSync,
  readSync,
  rmSync,
  writevSync,
} from "node:fs";
import { open } from "node:fs/promises";

/**
 * Files by path, of which only so many are open at a time: a stream of 10,000 shards has more files
 * than a process has descriptors. All that is written to storage goes through here.
 */
export class OpenFiles {
  readonly #max: number;
  /** In the order of their last use. */
  readonly #descriptors = new Map<string, number>();
  /** The file last used stays out of the bookkeeping while it is used again. */
  #last: { readonly path: string; readonly descriptor: number } | undefined;

  constructor(max = 1_024) {
    this.#max = max;
  }

  /** @throws Error of code EEXIST where there is such a file. */
  create(path: string): void {
    this.#keep(path, openSync(path, "wx+"));
  }

  /** Writes all of the parts, one behind the other, from `position` on. */
  write(path: string, parts: readonly Uint8Array[], position: number): void {
    const descriptor = this.#descriptor(path);
    let rest = parts;
    let at = position;
    while (rest.length > 0) {
      let written = writevSync(descriptor, rest, at);
      at += written;
      const cut = rest.findIndex((part) => {
        if (written < part.length) return true;
        written -= part.length;
        return false;
      });
      const [torn, ...whole] = cut === -1 ? [] : rest.slice(cut);
      rest = torn ? [torn.subarray(written), ...whole] : [];
    }
  }

  /** @throws RangeError where the file ends before. */
  read(path: string, position: number, length: number): Buffer {
    const descriptor = this.#descriptor(path);
    const bytes = Buffer.allocUnsafeSlow(length);
    let at = 0;
    while (at < length) {
      const read = readSync(descriptor, bytes, at, length - at, position + at);
      if (read === 0) throw new RangeError(`${path} ends before ${position + length}`);
      at += read;
    }
    return bytes;
  }

  truncate(path: string, length: number): void {
    ftruncateSync(this.#descriptor(path), length);
  }

  syncNow(path: string): void {
    fdatasyncSync(this.#descriptor(path));
  }

  /** Brings a file, or a folder's entries, to the disk. What is gone needs that no more. */
  async sync(path: string): Promise<void> {
    try {
      // A descriptor of its own: those above may be closed while this one is at work.
      const file = await open(path, "r");
      try {
        await file.datasync();
      } finally {
        await file.close();
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
  }

  remove(path: string): void {
    this.close(path);
    rmSync(path, { force: true });
  }

  close(path: string): void {
    const descriptor = this.#descriptors.get(path);
    if (descriptor === undefined) return;
    this.#descriptors.delete(path);
    if (this.#last?.path === path) this.#last = undefined;
    closeSync(descriptor);
  }

  closeAll(): void {
    for (const path of this.#descriptors.keys()) this.close(path);
  }

  #descriptor(path: string): number {
    if (this.#last?.path === path) return this.#last.descriptor;
    const descriptor = this.#descriptors.get(path);
    if (descriptor === undefined) return this.#keep(path, openSync(path, "r+"));
    this.#descriptors.delete(path);
    this.#descriptors.set(path, descriptor);
    this.#last = { path, descriptor };
    return descriptor;
  }

  #keep(path: string, descriptor: number): number {
    if (this.#descriptors.size >= this.#max) {
      for (const oldest of this.#descriptors.keys()) {
        this.close(oldest);
        break;
      }
    }
    this.#descriptors.set(path, descriptor);
    this.#last = { path, descriptor };
    return descriptor;
  }
}
