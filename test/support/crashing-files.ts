import { OpenFiles } from "../../src/emulator/storage/open-files.ts";

export class Crash extends Error {}

/** Files of a process that is killed in the middle of a write, after so many bytes. */
export class CrashingFiles extends OpenFiles {
  #bytesLeft: number;
  #written = 0;

  constructor(bytesLeft: number) {
    super(3);
    this.#bytesLeft = bytesLeft;
  }

  /** All bytes written so far. */
  get written(): number {
    return this.#written;
  }

  override create(path: string): void {
    this.#check();
    super.create(path);
  }

  override write(path: string, parts: readonly Uint8Array[], position: number): void {
    this.#check();
    const whole = Buffer.concat(parts);
    super.write(path, [whole.subarray(0, this.#bytesLeft)], position);
    this.#bytesLeft -= whole.length;
    this.#written += whole.length;
    this.#check();
  }

  override remove(path: string): void {
    this.#check();
    super.remove(path);
  }

  #check(): void {
    if (this.#bytesLeft < 0) throw new Crash();
  }
}
