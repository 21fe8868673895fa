import type { EngineContext } from "../context.ts";
import { KinesisAccount } from "./account.ts";
import { CallSite } from "./call-site.ts";
import { ControlPlane, streamNameOf } from "./control-plane.ts";
import type { Action } from "./actions/action.ts";
import { actions } from "./actions/table.ts";
import { KinesisError } from "./errors.ts";
import { kinesisLimits, type KinesisLimits } from "../../core/limits/kinesis.ts";
import type { RecordLogs } from "./record-log.ts";
import type { StateKeeper } from "./state-keeper.ts";
import { unobserved } from "./state-observer.ts";
import { checkConstraints } from "./validation/constraints.ts";
import { readMembers } from "./validation/types.ts";

export interface KinesisEngineOptions {
  readonly context: EngineContext;
  readonly limits?: Partial<KinesisLimits>;
  /** Where the records go. */
  readonly logs: RecordLogs;
  /** Keeps all the rest; without one, it is gone with the process. */
  readonly keeper?: StateKeeper | undefined;
}

/** The operations that change records at most. Any other is taken to change a stream. */
const changesNoState = /^(Describe|List|Get|PutRecords?$|SubscribeToShard$)/;

/** Kinesis Data Streams without a wire: operations by name, on values. It does no I/O. */
export class KinesisEngine {
  readonly account: KinesisAccount;
  readonly #controlPlane: ControlPlane;
  readonly #keeper: StateKeeper | undefined;

  /** @throws AforoError, or CorruptSegment, where what is to be restored was altered. */
  constructor(options: KinesisEngineOptions) {
    this.#keeper = options.keeper;
    this.account = new KinesisAccount({
      context: options.context,
      limits: kinesisLimits(options.limits, options.context.region),
      createLog: (place) => options.logs.log(place),
      observer: this.#keeper ?? unobserved,
      secret: this.#keeper?.savedSecret(),
    });
    this.#keeper?.restore(this.account);
    this.#controlPlane = new ControlPlane(this.account);
  }

  /** @throws KinesisError where the service has no such operation. */
  checkOperation(operation: string): void {
    if (actions.has(operation)) return;
    throw new KinesisError("UnknownOperationException", `${operation} is not an operation.`);
  }

  /** What a call of an operation is about. */
  siteOf(operation: string, input: unknown): CallSite {
    return new CallSite(this.account, operation, input);
  }

  /**
   * Saves what has changed apart from records. Called before these are committed.
   *
   * @throws Error where a file cannot be written: nothing must be acknowledged.
   */
  saveStates(): void {
    this.#keeper?.save(this.account);
  }

  /** Ends all subscriptions, as the end of their streams does. */
  close(): void {
    this.account.close();
  }

  /**
   * Answers the members of the operation's output, or undefined where it has none. Blobs of the
   * input are base64 or bytes, timestamps seconds or Dates; in the output they are Buffers and
   * Dates. An output that is an EventStream goes on after the call.
   *
   * @throws KinesisError for whatever the service would refuse.
   */
  call(operation: string, input: unknown): object | undefined {
    this.checkOperation(operation);
    const action = actions.get(operation) as Action;
    if (typeof input !== "object" || input === null || Array.isArray(input)) {
      throw new KinesisError("SerializationException", "Expected a structure as input.");
    }
    const values = readMembers(action.rules, input as Record<string, unknown>);
    checkConstraints(action.rules, values, this.account.limits);
    this.#controlPlane.admit(operation, values);
    if (changesNoState.test(operation)) return action.run(this.account, values);
    try {
      return action.run(this.account, values);
    } finally {
      // A call that failed may have come half-way.
      this.#noteChange(values);
    }
  }

  #noteChange(input: Readonly<Record<string, unknown>>): void {
    if (!this.#keeper) return;
    const name = streamNameOf(input);
    const stream = name === undefined ? undefined : this.account.lookUp(name);
    if (stream) this.#keeper.streamChanged(stream);
    else if (name === undefined) this.#keeper.accountChanged();
  }
}
