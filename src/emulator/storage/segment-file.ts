import { dirname } from "node:path";
import { CorruptSegment } from "./corrupt-segment.ts";
import { scanFrames } from "./frame.ts";
import type { OpenFiles } from "./open-files.ts";

/** One append-only file of frames. */
export class SegmentFile {
  readonly path: string;
  readonly #files: OpenFiles;
  #size = 0;
  /** Whether the folder's entry is on the disk too. */
  #isListed = false;

  /** A file of an earlier run: `recover` comes first. */
  constructor(files: OpenFiles, path: string) {
    this.#files = files;
    this.path = path;
  }

  /** @throws Error of code EEXIST where there is such a file. */
  static create(files: OpenFiles, path: string): SegmentFile {
    files.create(path);
    return new SegmentFile(files, path);
  }

  /**
   * Gives the frames of an earlier run to the visitor. A crash may have torn the `last` file of a
   * log: what follows its last intact frame is cut off. Of an `inner` one it cannot be the cause.
   *
   * @throws CorruptSegment where an inner file is not intact.
   */
  recover(position: "inner" | "last", visit: (payload: Buffer, offset: number) => void): void {
    const { intactBytes, fileBytes } = scanFrames(this.path, visit);
    if (intactBytes < fileBytes) {
      if (position === "inner") throw new CorruptSegment(this.path, intactBytes);
      this.#files.truncate(this.path, intactBytes);
    }
    this.#size = intactBytes;
  }

  get size(): number {
    return this.#size;
  }

  /**
   * Hands the parts to the operating system and answers where they begin. If that fails, nothing
   * was appended: the next call writes over what may be there.
   */
  append(parts: readonly Uint8Array[]): number {
    const offset = this.#size;
    this.#files.write(this.path, parts, offset);
    this.#size = parts.reduce((size, part) => size + part.length, offset);
    return offset;
  }

  read(offset: number, length: number): Buffer {
    return this.#files.read(this.path, offset, length);
  }

  /** Brings what was appended to the disk before anything else is done. */
  syncNow(): void {
    this.#files.syncNow(this.path);
  }

  async sync(): Promise<void> {
    await this.#files.sync(this.path);
    if (this.#isListed) return;
    await this.#files.sync(dirname(this.path));
    this.#isListed = true;
  }

  remove(): void {
    this.#files.remove(this.path);
  }

  close(): void {
    this.#files.close(this.path);
  }
}
