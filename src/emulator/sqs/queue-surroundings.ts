import type { After } from "../../core/timers.ts";
import type { FaultSource } from "../faults/faults.ts";
import type { SqsLimits } from "../../core/limits/sqs.ts";
import type { Queue } from "./queue.ts";
import type { SqsJournal } from "./sqs-journal.ts";

/** What a queue is given by the engine that holds it. */
export interface QueueSurroundings {
  readonly limits: SqsLimits;
  /** Engine time in epoch milliseconds; never goes back. */
  readonly nowMs: () => number;
  readonly after: After;
  readonly faults: FaultSource;
  readonly nextMessage: () => { readonly id: string; readonly sequence: number };
  readonly queueByArn: (arn: string) => Queue | undefined;
  readonly journal: SqsJournal;
}

export interface QueueIdentity {
  readonly name: string;
  readonly arn: string;
  /** Eight hexadecimal digits that no other queue has, also none of the same name. */
  readonly tag: string;
}
