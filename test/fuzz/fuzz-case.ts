import type { Random } from "../../src/core/random.ts";
import type { World } from "./world.ts";

/** A protocol in which AWS states errors. */
export type Form = "json" | "cbor" | "query" | "s3";

/** A request as it goes onto the wire: nothing checks that a header or a target is a proper one. */
export interface WireForm {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}

/** What the server has to answer with, in a well-formed way. */
export interface RequestCase {
  readonly kind: "request";
  /** What was done to which operation, for the report of a failure. */
  readonly label: string;
  /** `any` where the damage may have made it a request of another service. */
  readonly form: Form | "any";
  readonly request: WireForm;
}

/** What need not be HTTP at all: the server may answer or close, but has to end it. */
export interface BytesCase {
  readonly kind: "bytes";
  readonly label: string;
  readonly pieces: readonly Buffer[];
  /** How the client leaves: it ends its side and waits, or resets the connection. */
  readonly leave: "end" | "reset";
}

export type FuzzCase = RequestCase | BytesCase;

/** Everything that a case is made from. The same source gives the same case. */
export interface Source {
  readonly random: Random;
  readonly world: World;
}
