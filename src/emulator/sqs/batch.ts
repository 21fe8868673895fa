import { errorOf } from "../faults/answer-call.ts";
import type { FaultSite } from "../faults/fault-site.ts";
import type { FaultSource } from "../faults/faults.ts";
import { SqsError } from "./errors.ts";
import { entryFaultError } from "./fault-errors.ts";
import { objectOf, optionalList, optionalText, type JsonObject } from "./fields.ts";
import type { SqsLimits } from "../../core/limits/sqs.ts";

export interface BatchEntry {
  readonly id: string;
  readonly input: JsonObject;
}

export interface BatchShape {
  /** The name of the entries' type, as AWS's text for an empty batch has it. */
  readonly entryType: string;
  readonly limits: SqsLimits;
}

const idPattern = /^[A-Za-z0-9_-]+$/;

/** Reads the entries of a batch; throws what is wrong with the batch as a whole. */
export function readEntries(
  input: JsonObject,
  { entryType, limits }: BatchShape,
): readonly BatchEntry[] {
  const list = optionalList(input, "Entries");
  if (list.length === 0) {
    throw new SqsError(
      "EmptyBatchRequest",
      `There should be at least one ${entryType} in the request.`,
    );
  }
  if (list.length > limits.batchEntriesMax) {
    throw new SqsError(
      "TooManyEntriesInBatchRequest",
      `Maximum number of entries per request are ${limits.batchEntriesMax}. ` +
        `You have sent ${list.length}.`,
    );
  }
  const ids = new Set<string>();
  return list.map((item) => {
    const input = objectOf(item, entryType);
    const id = optionalText(input, "Id") ?? "";
    checkId(id, limits);
    if (ids.has(id)) throw new SqsError("BatchEntryIdsNotDistinct", `Id ${id} repeated.`);
    ids.add(id);
    return { id, input };
  });
}

/** Collects the outcomes of a batch whose entries fail one by one. */
export class BatchOutcome {
  readonly #successful: JsonObject[] = [];
  readonly #failed: JsonObject[] = [];

  get succeeded(): number {
    return this.#successful.length;
  }

  succeed(entry: JsonObject): void {
    this.#successful.push(entry);
  }

  /** Runs what may throw an SqsError, which then is this entry's failure alone. */
  attempt<T>(id: string, task: () => T): T | undefined {
    try {
      return task();
    } catch (error) {
      if (!(error instanceof SqsError)) throw error;
      this.#fail(id, error);
      return undefined;
    }
  }

  /** The entries that no fault strikes; the others have failed. */
  spare(
    entries: readonly BatchEntry[],
    faults: FaultSource,
    at: Pick<FaultSite, "operation" | "resource">,
  ): readonly BatchEntry[] {
    const site = { ...at, service: "sqs" } as const;
    if (!faults.threatens("record", site)) return entries;
    return entries.filter(({ id }) => {
      const error = errorOf(faults.strike("record", site));
      if (error) this.#fail(id, entryFaultError(error));
      return error === undefined;
    });
  }

  #fail(id: string, error: SqsError): void {
    const { queryCode, isSenderFault, message } = error;
    this.#failed.push({ Id: id, SenderFault: isSenderFault, Code: queryCode, Message: message });
  }

  /** The answer; a list without members is left out, as AWS does. */
  toOutput(): JsonObject {
    return {
      ...(this.#successful.length > 0 && { Successful: this.#successful }),
      ...(this.#failed.length > 0 && { Failed: this.#failed }),
    };
  }
}

function checkId(id: string, { batchEntryIdCharactersMax }: SqsLimits): void {
  if (idPattern.test(id) && id.length <= batchEntryIdCharactersMax) return;
  throw new SqsError(
    "InvalidBatchEntryId",
    "A batch entry id can only contain alphanumeric characters, hyphens and underscores. " +
      `It can be at most ${batchEntryIdCharactersMax} letters long.`,
  );
}
