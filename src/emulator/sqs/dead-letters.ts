import type { Message } from "./message.ts";
import type { QueueSurroundings } from "./queue-surroundings.ts";
import type { RedrivePolicy } from "./redrive-policy.ts";

/** What the receives of one queue found to be dead letters, until it is handed over. */
export class DeadLetters {
  readonly #sourceArn: string;
  readonly #queueByArn: QueueSurroundings["queueByArn"];
  #found: Message[] = [];

  constructor(sourceArn: string, queueByArn: QueueSurroundings["queueByArn"]) {
    this.#sourceArn = sourceArn;
    this.#queueByArn = queueByArn;
  }

  /** Whether a further receive would be one too many. Without its target a message stays. */
  includes(message: Message, redrive: RedrivePolicy | undefined): boolean {
    return (
      redrive !== undefined &&
      message.receivesHere >= redrive.maxReceiveCount &&
      this.#queueByArn(redrive.deadLetterTargetArn) !== undefined
    );
  }

  add(message: Message): void {
    this.#found.push(message);
  }

  /**
   * Hands over what was found. It comes after the receives, not within: the other queue serves its
   * own waiters at once, and its dead letters may be meant for this one.
   */
  move(redrive: RedrivePolicy | undefined): void {
    if (this.#found.length === 0) return;
    const messages = this.#found;
    this.#found = [];
    for (const message of messages) {
      message.receivesHere = 0;
      message.deadLetterSourceArn = this.#sourceArn;
    }
    if (redrive) this.#queueByArn(redrive.deadLetterTargetArn)?.accept(messages);
  }
}
