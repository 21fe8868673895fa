import type { EngineContext } from "../context.ts";
import type { FaultSource } from "../faults/faults.ts";
import type { Meter } from "../metrics/meter.ts";
import { invalidParameter, queueDoesNotExist, SqsError } from "./errors.ts";
import type { SqsLimits } from "../../core/limits/sqs.ts";
import { randomUuid } from "../random-uuid.ts";
import { MessageMoves } from "./message-moves.ts";
import { checkQueueName } from "./queue-name.ts";
import { defaultSettings, renderSettings, withAttributes } from "./queue-settings.ts";
import type { QueueSettings } from "./queue-settings.ts";
import { withTags, type Tags } from "./queue-tags.ts";
import type { QueueSurroundings } from "./queue-surroundings.ts";
import { Queue } from "./queue.ts";
import { allowsRedrive } from "./redrive-allow-policy.ts";
import { noJournal, type QueueState, type SqsJournal } from "./sqs-journal.ts";

export interface SqsEngineOptions {
  readonly context: EngineContext;
  readonly limits: SqsLimits;
  /** None by default. */
  readonly journal?: SqsJournal;
}

/** The queues of one account in one region. It changes in place and does no I/O. */
export class SqsEngine {
  readonly limits: SqsLimits;
  readonly accountId: string;
  readonly moves: MessageMoves;
  readonly faults: FaultSource;
  readonly meter: Meter;
  readonly #context: EngineContext;
  readonly #queues = new Map<string, Queue>();
  /** Name to time, oldest first. */
  readonly #deletedAtMs = new Map<string, number>();
  readonly #surroundings: QueueSurroundings;
  #lastSequence: number;

  /** Goes on with what the journal has of earlier runs. */
  constructor({ context, limits, journal = noJournal }: SqsEngineOptions) {
    const saved = journal.load();
    this.limits = limits;
    this.accountId = context.accountId;
    this.faults = context.faults;
    this.meter = context.meter;
    this.#context = context;
    this.#lastSequence = saved.lastSequence;
    this.#surroundings = {
      limits,
      nowMs: engineTime(context),
      after: context.after,
      faults: context.faults,
      nextMessage: () => ({ id: randomUuid(context.random), sequence: ++this.#lastSequence }),
      queueByArn: (arn) => {
        const queue = this.#queues.get(arn.slice(arn.lastIndexOf(":") + 1));
        return queue?.arn === arn ? queue : undefined;
      },
      journal,
    };
    this.moves = new MessageMoves({ ...this.#surroundings, random: context.random });
    for (const queue of saved.queues) this.#open(queue.state).restore(queue);
    for (const { name, deletedAtMs } of saved.deletedNames) {
      this.#deletedAtMs.set(name, deletedAtMs);
    }
    this.moves.restore(saved.tasks);
  }

  /**
   * Creates a queue, or answers the one of that name if no given attribute differs from it: its
   * tags then stay as they are. Throws QueueNameExists, QueueDeletedRecently and what is wrong with
   * the name, an attribute or the tags.
   */
  create(name: string, attributes: Readonly<Record<string, string>>, tags: Tags = {}): Queue {
    const fifo = checkQueueName(name, attributes, this.limits);
    const { region, accountId, random } = this.#context;
    const arn = `arn:aws:sqs:${region}:${accountId}:${name}`;
    const existing = this.#queues.get(name);
    if (existing) {
      checkSame(existing.settings, this.#settingsWith(existing.settings, attributes, arn));
      return existing;
    }
    const settings = this.#settingsWith(defaultSettings(this.limits, fifo), attributes, arn);
    this.#checkNotDeletedRecently(name);
    const nowMs = this.#surroundings.nowMs();
    const state: QueueState = {
      name,
      arn,
      tag: random.uint32().toString(16).padStart(8, "0"),
      settings,
      tags: withTags({}, tags, { queueName: name, limits: this.limits }),
      createdAtMs: nowMs,
      modifiedAtMs: nowMs,
      purgedAtMs: undefined,
    };
    const queue = this.#open(state);
    this.#surroundings.journal.queueJournal(name).save(state);
    return queue;
  }

  /** Throws QueueDoesNotExist. */
  get(name: string): Queue {
    const queue = this.#queues.get(name);
    if (!queue) throw queueDoesNotExist();
    return queue;
  }

  /**
   * The queue of a QueueUrl. Its path says which (`/account/name`); its host may be any, since
   * containers and tests reach one emulator under several names. Throws QueueDoesNotExist.
   */
  getByUrl(queueUrl: string): Queue {
    const nameAt = queueUrl.lastIndexOf("/") + 1;
    const path = `/${this.accountId}/`;
    if (!queueUrl.slice(0, nameAt).endsWith(path)) throw queueDoesNotExist();
    return this.get(queueUrl.slice(nameAt));
  }

  getByArn(arn: string): Queue | undefined {
    return this.#surroundings.queueByArn(arn);
  }

  /** The names of the queues that have this one for their dead letters, sorted. */
  deadLetterSourcesOf(arn: string): readonly string[] {
    return [...this.#queues.values()]
      .filter(({ settings }) => settings.redrive?.deadLetterTargetArn === arn)
      .map(({ name }) => name)
      .sort();
  }

  setAttributes(queue: Queue, attributes: Readonly<Record<string, string>>): void {
    queue.change(this.#settingsWith(queue.settings, attributes, queue.arn));
  }

  /** All queues, sorted by name. */
  all(): readonly Queue[] {
    return this.list("", "").flatMap((name) => this.#queues.get(name) ?? []);
  }

  lookUp(name: string): Queue | undefined {
    return this.#queues.get(name);
  }

  /** Ends what waits. The journal keeps all queues; here they are gone. */
  close(): void {
    this.moves.close();
    for (const queue of this.#queues.values()) queue.close();
    this.#queues.clear();
  }

  delete(queue: Queue): void {
    const { name } = queue;
    const { journal, nowMs } = this.#surroundings;
    const deletedAtMs = nowMs();
    this.#queues.delete(name);
    this.#deletedAtMs.delete(name);
    this.#deletedAtMs.set(name, deletedAtMs);
    journal.saveDeletedName({ name, deletedAtMs });
    this.moves.forget(queue.arn);
    queue.close();
    journal.queueJournal(name).deleted();
  }

  /** The names of all queues with a prefix, sorted, those after a given name. */
  list(prefix: string, after: string): readonly string[] {
    return [...this.#queues.keys()]
      .filter((name) => name.startsWith(prefix) && name > after)
      .sort();
  }

  #open(state: QueueState): Queue {
    const queue = new Queue(state, this.#surroundings);
    this.#queues.set(state.name, queue);
    return queue;
  }

  #settingsWith(
    settings: QueueSettings,
    attributes: Readonly<Record<string, string>>,
    arn: string,
  ): QueueSettings {
    const changed = withAttributes(settings, attributes, this.limits);
    const text = attributes["RedrivePolicy"];
    if (text && changed.redrive) {
      const target = this.#surroundings.queueByArn(changed.redrive.deadLetterTargetArn);
      checkTarget(text, target?.settings, { arn, isFifo: changed.fifo !== undefined });
    }
    return changed;
  }

  #checkNotDeletedRecently(name: string): void {
    const { recreateIntervalMs } = this.limits;
    const nowMs = this.#surroundings.nowMs();
    for (const [deleted, atMs] of this.#deletedAtMs) {
      if (atMs + recreateIntervalMs > nowMs) break;
      this.#deletedAtMs.delete(deleted);
      this.#surroundings.journal.forgetDeletedName(deleted);
    }
    if (this.#deletedAtMs.has(name)) {
      throw new SqsError(
        "QueueDeletedRecently",
        `You must wait ${recreateIntervalMs / 1_000} seconds after deleting a queue before you ` +
          "can create another with the same name.",
      );
    }
  }
}

/**
 * Throws InvalidParameterValue where a queue cannot have this dead-letter queue. AWS's words for a
 * target that does not allow it are not known.
 */
function checkTarget(
  policy: string,
  target: QueueSettings | undefined,
  source: { readonly arn: string; readonly isFifo: boolean },
): void {
  const fail = (reason: string) => invalidParameter("RedrivePolicy", policy, reason);
  if (!target) throw fail("Dead letter target does not exist.");
  if ((target.fifo !== undefined) !== source.isFifo) {
    throw fail("Dead-letter queue must be same type of queue as the source.");
  }
  if (!allowsRedrive(target.redriveAllow, source.arn)) {
    throw fail("The redrive allow policy of the dead letter target does not allow this queue.");
  }
}

function checkSame(existing: QueueSettings, asked: QueueSettings): void {
  const before = renderSettings(existing);
  const after = renderSettings(asked);
  for (const name of Object.keys({ ...before, ...after })) {
    if (before[name] !== after[name]) {
      throw new SqsError(
        "QueueNameExists",
        "A queue already exists with the same name and a different value for attribute " + name,
      );
    }
  }
}

/** Epoch milliseconds that follow the monotonic clock: a corrected wall clock moves no time-out. */
function engineTime({ clock }: EngineContext): () => number {
  const originMs = clock.epochMs() - clock.monotonicUs() / 1_000;
  return () => Math.floor(originMs + clock.monotonicUs() / 1_000);
}
