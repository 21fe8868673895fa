import type { EngineContext } from "../context.ts";
import { KinesisAccount } from "./account.ts";
import { actions, notImplemented } from "./actions/table.ts";
import { KinesisError } from "./errors.ts";
import { kinesisLimits, type KinesisLimits } from "../../core/limits/kinesis.ts";
import { MemoryRecordLog, type RecordLog } from "./record-log.ts";
import { checkConstraints } from "./validation/constraints.ts";
import { readMembers } from "./validation/types.ts";

export interface KinesisEngineOptions {
  readonly context: EngineContext;
  readonly limits?: Partial<KinesisLimits>;
  /** Makes the log of a new shard; in memory by default. */
  readonly createLog?: () => RecordLog;
}

/** Kinesis Data Streams without a wire: operations by name, on values. It does no I/O. */
export class KinesisEngine {
  readonly #account: KinesisAccount;

  constructor(options: KinesisEngineOptions) {
    this.#account = new KinesisAccount({
      context: options.context,
      limits: kinesisLimits(options.limits),
      createLog: options.createLog ?? (() => new MemoryRecordLog()),
    });
  }

  /**
   * Answers the members of the operation's output, or undefined where it has none. Blobs of the
   * input are base64 or bytes, timestamps seconds; in the output they are Buffers and Dates.
   *
   * @throws KinesisError for whatever the service would refuse.
   */
  call(operation: string, input: unknown): object | undefined {
    const action = actions.get(operation);
    if (!action) {
      throw notImplemented.has(operation)
        ? new KinesisError(
            "NotImplementedException",
            `${operation} is not implemented by this emulator.`,
          )
        : new KinesisError("UnknownOperationException", `${operation} is not an operation.`);
    }
    if (typeof input !== "object" || input === null || Array.isArray(input)) {
      throw new KinesisError("SerializationException", "Expected a structure as input.");
    }
    const values = readMembers(action.rules, input as Record<string, unknown>);
    checkConstraints(action.rules, values, this.#account.limits);
    return action.run(this.#account, values);
  }
}
