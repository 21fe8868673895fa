import type { Path } from "./paths.ts";

/** A mistake before it is known where in the text it stands. */
export interface Finding {
  readonly path: Path;
  readonly message: string;
  readonly hint?: string;
  /** Where the finding points: at the key, or at the value. */
  readonly at?: "key" | "value";
  /** Other places that the finding rests on: it does not hold where one of them is mistaken. */
  readonly uses?: readonly Path[];
}
