import { z } from "zod";
import { CommitGroup, type SyncPolicy } from "../../storage/commit-group.ts";
import { Journal, type JournalPlace } from "../../storage/journal.ts";
import { OpenFiles } from "../../storage/open-files.ts";
import { checkState } from "../../storage/saved-state.ts";
import type { Store } from "../../storage/store.ts";
import type { MoveTask } from "../message-move-task.ts";
import type {
  DeletedName,
  QueueJournal,
  SavedAccount,
  SavedQueue,
  SqsJournal,
} from "../sqs-journal.ts";
import { entryTypes, readKey, typeOf } from "./entries.ts";
import { Era, isSamePlace } from "./era.ts";
import { type Books, QueueBook, queuePrefix, type QueueRecord } from "./queue-book.ts";
import { Records } from "./records.ts";
import { Replay } from "./replay.ts";

export interface SqsStoreOptions {
  /** Made where it is not there. Nobody else may use it meanwhile. */
  readonly directory: string;
  readonly policy: SyncPolicy;
  /** See JournalOptions; tests have small ones. */
  readonly segmentBytes?: number;
  readonly slackBytes?: number;
  readonly files?: OpenFiles;
}

const taskPrefix = "task:";
const deletedPrefix = "deleted:";
const accountKey = "account";
/** Sequences that are set aside at a time; a restart passes over those that were not given. */
const reservedSequences = 65_536;

/** What is true of the data as a whole. */
const accountSchema = z.strictObject({
  format: z.literal(1),
  /** No message has a higher one. */
  reservedSequence: z.int().min(0),
});

type Account = z.infer<typeof accountSchema>;

const accountForm = { format: 1, schema: accountSchema };

/**
 * All queues in a data directory: one journal of what changes, from which a restart makes them
 * anew. That all of them share it has three reasons: a message that moves from one queue to another
 * does so in one entry; a thousand queues need no more files than one; and one write, or one sync,
 * makes safe what a request changed, however many queues that were. The price is that space is won
 * back for all together; a queue that is deleted or purged still costs no entry per message.
 */
export class SqsStore implements SqsJournal, Store {
  readonly #directory: string;
  readonly #group: CommitGroup;
  readonly #files: OpenFiles;
  readonly #journal: Journal;
  readonly #records: Records;
  readonly #eras = new Map<number, Era>();
  readonly #queues = new Map<string, QueueJournal>();
  readonly #books: Books;
  #lastEra = 0;
  #reservedSequence = 0;
  #isClosed = false;

  constructor({ policy, files = new OpenFiles(), ...options }: SqsStoreOptions) {
    this.#directory = options.directory;
    this.#group = new CommitGroup(policy);
    this.#files = files;
    this.#journal = new Journal({
      ...options,
      files,
      group: this.#group,
      relocate: (entry, place) => this.#relocate(entry, place),
    });
    this.#records = new Records(this.#journal);
    this.#books = {
      records: this.#records,
      leaving: new Map(),
      reserve: (sequence) => this.#reserve(sequence),
      newEra: () => this.#keep(new Era(++this.#lastEra, this.#journal)),
      dropEra: (era) => {
        this.#eras.delete(era.number);
        era.drop();
      },
      forgetQueue: (name) => this.#queues.delete(name),
    };
  }

  /**
   * Linear in the entries that are live, of which there are two a message at most, and about as
   * many dead ones.
   *
   * @throws CorruptSegment where the files were altered, and AforoError where a later version made
   *   them.
   */
  load(): SavedAccount {
    const replay = new Replay({
      records: this.#records,
      newEra: (number) => new Era(number, this.#journal),
    });
    this.#journal.replay((_kind, entry, place) => replay.visit(entry, place));
    this.#lastEra = replay.lastEra;
    for (const account of this.#records.all(accountKey)) {
      const { reservedSequence } = checkState(this.#directory, account, accountForm);
      this.#reservedSequence = reservedSequence;
    }
    const queues = this.#takeQueues(replay);
    replay.dropRest();
    const deletedNames = this.#records.all(deletedPrefix) as readonly DeletedName[];
    return {
      queues,
      tasks: this.#records.all(taskPrefix) as readonly MoveTask[],
      deletedNames: deletedNames.toSorted((a, b) => a.deletedAtMs - b.deletedAtMs),
      lastSequence: this.#reservedSequence,
    };
  }

  queueJournal(name: string): QueueJournal {
    return this.#queues.get(name) ?? this.#open(name, this.#books.newEra());
  }

  saveTask(task: MoveTask): void {
    this.#records.put(taskPrefix + task.id, task);
  }

  forgetTask({ id }: MoveTask): void {
    this.#records.delete(taskPrefix + id);
  }

  saveDeletedName(deleted: DeletedName): void {
    this.#records.put(deletedPrefix + deleted.name, deleted);
  }

  forgetDeletedName(name: string): void {
    this.#records.delete(deletedPrefix + name);
  }

  /** See CommitGroup. It also does a share of the journal's cleaning. */
  commit(): void | Promise<void> {
    if (this.#isClosed) return;
    this.#journal.clean();
    return this.#group.commit();
  }

  /** Writes what is still in memory alone. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#journal.flush();
    const committing = this.#group.commit();
    await committing;
    this.#journal.close();
    this.#files.closeAll();
  }

  #open(name: string, era: Era): QueueJournal {
    const book = new QueueBook(name, era, this.#books);
    this.#queues.set(name, book);
    return book;
  }

  #keep(era: Era): Era {
    this.#eras.set(era.number, era);
    return era;
  }

  #takeQueues(replay: Replay): readonly SavedQueue[] {
    const records = this.#records.all(queuePrefix) as readonly QueueRecord[];
    return records.map(({ state, era: number }) => {
      this.#lastEra = Math.max(this.#lastEra, number);
      const { era, messages, sendings } = replay.take(number);
      this.#open(state.name, this.#keep(era));
      return { state, messages, sendings };
    });
  }

  #reserve(sequence: number): void {
    if (sequence <= this.#reservedSequence) return;
    this.#reservedSequence = sequence + reservedSequences;
    const account: Account = { format: 1, reservedSequence: this.#reservedSequence };
    this.#records.put(accountKey, account);
  }

  #relocate(entry: Buffer, place: JournalPlace): void {
    const type = typeOf(entry);
    if (type === entryTypes.record) return this.#records.relocate(entry, place);
    const { era: number, sequence } = readKey(entry);
    const era = this.#eras.get(number);
    if (!era) return;
    const places = era.placesOf(type);
    if (isSamePlace(places.get(sequence), place)) era.put(places, sequence, entry);
  }
}
