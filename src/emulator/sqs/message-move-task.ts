/**
 *     started ──▶ RUNNING ──all moved──▶ COMPLETED
 *                 RUNNING ──cancelled──▶ CANCELLING ──▶ CANCELLED
 *                 RUNNING ──no destination──▶ FAILED
 */
export type MoveTaskStatus = "RUNNING" | "COMPLETED" | "CANCELLING" | "CANCELLED" | "FAILED";

export interface MoveTask {
  readonly id: string;
  readonly sourceArn: string;
  /** Undefined where each message goes back to the queue that it came from. */
  readonly destinationArn: string | undefined;
  /** As the client asked for it, or undefined. */
  readonly messagesPerSecond: number | undefined;
  readonly startedAtMs: number;
  /** Messages to be received when the task was started. */
  readonly toMove: number;
  moved: number;
  status: MoveTaskStatus;
  failureReason: FailureReason | undefined;
}

/** SQS developer guide, "Troubleshooting dead-letter queue redrive". */
export type FailureReason =
  | "AWS.SimpleQueueService.NonExistentQueue"
  | "CouldNotDetermineMessageSource";

export function isActive({ status }: MoveTask): boolean {
  return status === "RUNNING" || status === "CANCELLING";
}

/** The text by which a client cancels a task: what AWS's own handles decode to. */
export function formatTaskHandle({ id, sourceArn }: Pick<MoveTask, "id" | "sourceArn">): string {
  return Buffer.from(JSON.stringify({ taskId: id, sourceArn })).toString("base64");
}

/** Undefined where it is none. */
export function parseTaskHandle(handle: string): Pick<MoveTask, "id" | "sourceArn"> | undefined {
  try {
    const { taskId, sourceArn } = JSON.parse(Buffer.from(handle, "base64").toString());
    if (typeof taskId !== "string" || typeof sourceArn !== "string") return undefined;
    return { id: taskId, sourceArn };
  } catch {
    return undefined;
  }
}
