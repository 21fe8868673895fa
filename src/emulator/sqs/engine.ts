import type { EngineContext } from "../context.ts";
import { requestId } from "../wire/request-id.ts";
import { invalidParameter, notImplemented, queueDoesNotExist, SqsError } from "./errors.ts";
import type { SqsLimits } from "../../core/limits/sqs.ts";
import { defaultSettings, renderSettings, withAttributes } from "./queue-settings.ts";
import type { QueueSettings } from "./queue-settings.ts";
import { Queue, type QueueSurroundings } from "./queue.ts";

export interface SqsEngineOptions {
  readonly context: EngineContext;
  readonly limits: SqsLimits;
}

/** The queues of one account in one region. It changes in place and does no I/O. */
export class SqsEngine {
  readonly limits: SqsLimits;
  readonly accountId: string;
  readonly #context: EngineContext;
  readonly #queues = new Map<string, Queue>();
  /** Name to time, oldest first. */
  readonly #deletedAtMs = new Map<string, number>();
  readonly #surroundings: QueueSurroundings;
  #lastSequence = 0;

  constructor({ context, limits }: SqsEngineOptions) {
    this.limits = limits;
    this.accountId = context.accountId;
    this.#context = context;
    this.#surroundings = {
      limits,
      nowMs: engineTime(context),
      after: context.after,
      nextMessage: () => ({ id: requestId(context.random), sequence: ++this.#lastSequence }),
      queueByArn: (arn) => {
        const queue = this.#queues.get(arn.slice(arn.lastIndexOf(":") + 1));
        return queue?.arn === arn ? queue : undefined;
      },
    };
  }

  /**
   * Creates a queue, or answers the one of that name if no given attribute differs from it. Throws
   * QueueNameExists, QueueDeletedRecently and what is wrong with the name or an attribute.
   */
  create(name: string, attributes: Readonly<Record<string, string>>): Queue {
    this.#checkName(name);
    const existing = this.#queues.get(name);
    if (existing) {
      checkSame(existing.settings, this.#settingsWith(existing.settings, attributes));
      return existing;
    }
    const settings = this.#settingsWith(defaultSettings(this.limits), attributes);
    this.#checkNotDeletedRecently(name);
    const { region, accountId, random } = this.#context;
    const arn = `arn:aws:sqs:${region}:${accountId}:${name}`;
    const queue = new Queue(
      { name, arn, tag: random.uint32().toString(16).padStart(8, "0") },
      settings,
      this.#surroundings,
    );
    this.#queues.set(name, queue);
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

  setAttributes(queue: Queue, attributes: Readonly<Record<string, string>>): void {
    queue.change(this.#settingsWith(queue.settings, attributes));
  }

  delete(queue: Queue): void {
    this.#queues.delete(queue.name);
    this.#deletedAtMs.delete(queue.name);
    this.#deletedAtMs.set(queue.name, this.#surroundings.nowMs());
    queue.close();
  }

  /** The names of all queues with a prefix, sorted, those after a given name. */
  list(prefix: string, after: string): readonly string[] {
    return [...this.#queues.keys()]
      .filter((name) => name.startsWith(prefix) && name > after)
      .sort();
  }

  #settingsWith(
    settings: QueueSettings,
    attributes: Readonly<Record<string, string>>,
  ): QueueSettings {
    const changed = withAttributes(settings, attributes, this.limits);
    const policy = attributes["RedrivePolicy"];
    const target = changed.redrive?.deadLetterTargetArn;
    if (policy && target !== undefined && !this.#surroundings.queueByArn(target)) {
      throw invalidParameter("RedrivePolicy", policy, "Dead letter target does not exist.");
    }
    return changed;
  }

  #checkName(name: string): void {
    if (name.endsWith(".fifo")) throw notImplemented("A FIFO queue");
    const { queueNameCharactersMax } = this.limits;
    if (!/^[A-Za-z0-9_-]+$/.test(name) || name.length > queueNameCharactersMax) {
      throw new SqsError(
        "InvalidParameterValueException",
        "Can only include alphanumeric characters, hyphens, or underscores. 1 to " +
          `${queueNameCharactersMax} in length`,
      );
    }
  }

  #checkNotDeletedRecently(name: string): void {
    const { recreateIntervalMs } = this.limits;
    const nowMs = this.#surroundings.nowMs();
    for (const [deleted, atMs] of this.#deletedAtMs) {
      if (atMs + recreateIntervalMs > nowMs) break;
      this.#deletedAtMs.delete(deleted);
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
