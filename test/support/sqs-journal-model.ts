import type { Message } from "../../src/emulator/sqs/message.ts";
import { deduplicationKey } from "../../src/emulator/sqs/fifo-memory.ts";
import type {
  QueueJournal,
  QueueState,
  SavedAccount,
  Sending,
  SqsJournal,
} from "../../src/emulator/sqs/sqs-journal.ts";

interface ModelQueue {
  state: QueueState | undefined;
  readonly messages: Map<Message, { readonly sequence: number; readonly form: string }>;
  sendings: Sending[];
}

/** What the journal of SQS is to hold after each call, kept in the simplest way. */
export class JournalModel {
  readonly #queues = new Map<string, ModelQueue>();
  readonly #records = new Map<string, string>();
  readonly #changed: () => void;

  /** `changed` is called after each change. */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** All of it as it is now; as one text, in which sendings before a time are left out. */
  snapshot(): (sendingsAfterMs: number) => string {
    const records = [...this.#records.values()];
    const queues = [...this.#queues.values()].map(({ state, messages, sendings }) => ({
      state,
      messages: [...messages.values()],
      sendings: [...sendings],
    }));
    return (sendingsAfterMs) => {
      const forms = queues.flatMap(({ state, messages, sendings }) =>
        state ? [queueForm(state, messages, recent(sendings, sendingsAfterMs))] : [],
      );
      return [...forms, ...records].sort().join("\n");
    };
  }

  /** The journal with this model beside it: the model is told first. */
  beside(journal: SqsJournal): SqsJournal {
    const record = (key: string, value: unknown) => {
      if (value === undefined) this.#records.delete(key);
      else this.#records.set(key, JSON.stringify(value));
      this.#changed();
    };
    return {
      load: () => journal.load(),
      queueJournal: (name) => this.#queueBeside(name, journal.queueJournal(name)),
      saveTask(task) {
        record(`task ${task.id}`, task);
        journal.saveTask(task);
      },
      forgetTask(task) {
        record(`task ${task.id}`, undefined);
        journal.forgetTask(task);
      },
      saveDeletedName(deleted) {
        record(`deleted ${deleted.name}`, deleted);
        journal.saveDeletedName(deleted);
      },
      forgetDeletedName(name) {
        record(`deleted ${name}`, undefined);
        journal.forgetDeletedName(name);
      },
    };
  }

  #queueBeside(name: string, journal: QueueJournal): QueueJournal {
    let queue = this.#queues.get(name);
    if (!queue) {
      queue = { state: undefined, messages: new Map(), sendings: [] };
      this.#queues.set(name, queue);
    }
    const model = this.#queueModel(name, queue);
    const both = Object.entries(journalCalls(model)).map(([call, tell]) => [
      call,
      (...args: unknown[]) => {
        tell(...args);
        if (call !== "leaving") this.#changed();
        (journal[call as keyof QueueJournal] as (...args: unknown[]) => void)(...args);
      },
    ]);
    return Object.fromEntries(both) as QueueJournal;
  }

  #queueModel(name: string, queue: ModelQueue): QueueJournal {
    return {
      save: (state) => (queue.state = state),
      added: ({ message, visibleAtMs, scope, origin }) => {
        if (origin) for (const other of this.#queues.values()) other.messages.delete(origin);
        queue.messages.set(message, formOf(message, visibleAtMs));
        if (!scope) return;
        const { id, sequence, sentAtMs: atMs } = message;
        queue.sendings.push({ key: deduplicationKey(message.extras, scope), id, sequence, atMs });
      },
      received: (message, visibleAtMs) => {
        queue.messages.set(message, formOf(message, visibleAtMs));
      },
      removed: (message) => void queue.messages.delete(message),
      leaving() {},
      sendingForgotten() {},
      purged(state) {
        queue.state = state;
        queue.messages.clear();
        queue.sendings = [];
      },
      deleted: () => void this.#queues.delete(name),
    };
  }
}

/** What was loaded, in the form of the model's state. */
export function loadedState(saved: SavedAccount, sendingsAfterMs: number): string {
  const queues = saved.queues.map(({ state, messages, sendings }) => {
    const forms = messages.map(({ message, visibleAtMs }) => formOf(message, visibleAtMs));
    return queueForm(state, forms, recent(sendings, sendingsAfterMs));
  });
  const records = [...saved.tasks, ...saved.deletedNames].map((value) => JSON.stringify(value));
  return [...queues, ...records].sort().join("\n");
}

function journalCalls(journal: QueueJournal): Record<string, (...args: unknown[]) => void> {
  return journal as unknown as Record<string, (...args: unknown[]) => void>;
}

function recent(sendings: readonly Sending[], afterMs: number): readonly Sending[] {
  return sendings.filter(({ atMs }) => atMs > afterMs);
}

function formOf(message: Message, visibleAtMs: number) {
  const { id, sequence, body, bodyMd5, extras, sentAtMs, receiveCount, receivesHere } = message;
  const { reception, deadLetterSourceArn } = message;
  const counts = { receiveCount, receivesHere, reception, visibleAtMs };
  const core = { id, sequence, body, bodyMd5, extras, sentAtMs, deadLetterSourceArn };
  return { sequence, form: JSON.stringify({ ...core, ...counts }) };
}

function queueForm(
  state: QueueState,
  messages: readonly { readonly sequence: number; readonly form: string }[],
  sendings: readonly Sending[],
): string {
  const sorted = messages.toSorted((a, b) => a.sequence - b.sequence).map(({ form }) => form);
  const remembered = sendings
    .map(({ key, id, sequence, atMs }) => `${sequence} ${key} ${id} ${atMs}`)
    .sort();
  return JSON.stringify([state, sorted, remembered]);
}
