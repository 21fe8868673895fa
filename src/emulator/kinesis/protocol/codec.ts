import type { WireBody } from "../../wire/http.ts";
import type { KinesisError } from "../errors.ts";

/** One way to carry values: how the members of inputs and outputs become bytes. */
export interface Codec {
  readonly contentType: string;
  /**
   * The input in a request's body: blobs are base64 or bytes, timestamps seconds or Dates.
   *
   * @throws KinesisError of code SerializationException.
   */
  read(body: Buffer): unknown;
  /** `of` is the operation or the event that the members are of. */
  write(of: string, members: object): WireBody;
  /** The body of an error: `__type` and `message`. */
  writeError(error: KinesisError): string | Buffer;
}
