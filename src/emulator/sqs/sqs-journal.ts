import type { FifoSettings } from "./fifo-settings.ts";
import type { Message } from "./message.ts";
import type { MoveTask } from "./message-move-task.ts";
import type { QueueSettings } from "./queue-settings.ts";
import type { QueueIdentity } from "./queue-surroundings.ts";
import type { Tags } from "./queue-tags.ts";

/** All of a queue but its messages; plain data. */
export interface QueueState extends QueueIdentity {
  readonly settings: QueueSettings;
  readonly tags: Tags;
  readonly createdAtMs: number;
  readonly modifiedAtMs: number;
  /** Undefined while it never was. */
  readonly purgedAtMs: number | undefined;
}

/** A message comes into a queue. */
export interface Arrival {
  readonly message: Message;
  /** The end of its delay, if that is still to come. */
  readonly visibleAtMs: number;
  /** Within which a FIFO queue remembers the sending; undefined where it does not. */
  readonly scope: FifoSettings["deduplicationScope"] | undefined;
  /**
   * The message of another queue that it is or was made from: it was `leaving`. With its arrival
   * here it is gone there, and at no time is it in neither.
   */
  readonly origin: Message | undefined;
}

/** What a FIFO queue remembers of a message that was sent to it. */
export interface Sending {
  readonly key: string;
  readonly id: string;
  readonly sequence: number;
  readonly atMs: number;
}

/**
 * Where one queue writes down each change that a restart must bring back. What follows from the
 * time alone, such as the end of a visibility timeout, is none.
 */
export interface QueueJournal {
  save(state: QueueState): void;
  added(arrival: Arrival): void;
  /** It was received, or its visibility timeout has got another end. */
  received(message: Message, visibleAtMs: number): void;
  removed(message: Message): void;
  /** It is taken out to arrive in another queue, whose journal says so. */
  leaving(message: Message): void;
  /** The first sending of a message is remembered no more. */
  sendingForgotten(sequence: number): void;
  /** All messages and sendings are gone; costs the same however many there were. */
  purged(state: QueueState): void;
  /** The queue is gone. */
  deleted(): void;
}

/** A queue as a restart finds it. */
export interface SavedQueue {
  readonly state: QueueState;
  /** In the order of their sequence; each with the end of its delay or visibility timeout. */
  readonly messages: readonly SavedMessage[];
  /** In the order of their time. */
  readonly sendings: readonly Sending[];
}

export interface SavedMessage {
  readonly message: Message;
  readonly visibleAtMs: number;
}

/** What the earlier runs left. */
export interface SavedAccount {
  readonly queues: readonly SavedQueue[];
  readonly tasks: readonly MoveTask[];
  /** Each with the time of its deletion, in the order of that. */
  readonly deletedNames: readonly DeletedName[];
  /** No message has had a higher one. */
  readonly lastSequence: number;
}

export interface DeletedName {
  readonly name: string;
  readonly deletedAtMs: number;
}

/** Where an engine writes down what a restart must bring back. */
export interface SqsJournal {
  /** Called once, before all else. */
  load(): SavedAccount;
  /** That of a new queue, or of one that `load` found. */
  queueJournal(name: string): QueueJournal;
  saveTask(task: MoveTask): void;
  forgetTask(task: MoveTask): void;
  saveDeletedName(deleted: DeletedName): void;
  forgetDeletedName(name: string): void;
}

const noQueueJournal: QueueJournal = {
  save() {},
  added() {},
  received() {},
  removed() {},
  leaving() {},
  sendingForgotten() {},
  purged() {},
  deleted() {},
};

/** Nothing is written down: all is gone with the process. */
export const noJournal: SqsJournal = {
  load: () => ({ queues: [], tasks: [], deletedNames: [], lastSequence: 0 }),
  queueJournal: () => noQueueJournal,
  saveTask() {},
  forgetTask() {},
  saveDeletedName() {},
  forgetDeletedName() {},
};
