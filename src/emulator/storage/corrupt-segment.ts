/** A segment file is not as it was written, at a place where a crash cannot have been the cause. */
export class CorruptSegment extends Error {
  override readonly name = "CorruptSegment";
  readonly path: string;
  readonly offset: number;

  constructor(path: string, offset: number, reason = "the frame is torn or altered") {
    super(`${path} is corrupt at offset ${offset}: ${reason}.`);
    this.path = path;
    this.offset = offset;
  }
}
