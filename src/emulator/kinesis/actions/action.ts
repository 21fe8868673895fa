import type { KinesisAccount } from "../account.ts";
import type { InputOf, Members } from "../validation/rules.ts";

/** One operation of the API: the rules of its input, and what it does with one that passes. */
export interface Action {
  readonly rules: Members;
  /**
   * The members of the output; none where it is undefined. Blobs are bytes, times Dates. An
   * output that is an EventStream (event-stream.ts) is sent event by event.
   */
  run(account: KinesisAccount, input: unknown): object | undefined;
}

/** An action whose input has the type that its rules say. */
export function action<const M extends Members>(
  rules: M,
  run: (account: KinesisAccount, input: InputOf<M>) => object | undefined,
): Action {
  return { rules, run: (account, input) => run(account, input as InputOf<M>) };
}
