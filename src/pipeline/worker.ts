import type { Message } from "@aws-sdk/client-sqs";
import { sleep } from "../core/timers.ts";
import { contractViolation } from "../generators/contracts.ts";
import type { WorkersPlan } from "../scenario/plan.ts";
import { dayEpochMs } from "./day-clock.ts";
import type { Arrival, ClaimOutcome, IdempotencyStore } from "./idempotency/store.ts";
import { QueueReceiver } from "./queue-receiver.ts";
import { Sink, type SinkOptions } from "./sink.ts";
import {
  HopClock,
  passingRecord,
  type PassingRecord,
  type Stage,
  type StageContext,
} from "./stage.ts";
import { transform } from "./transform.ts";
import { WaitingRoom } from "./waiting-room.ts";

/** Messages of one worker that are received and not deleted yet, at most. */
const heldMax = 20_000;

/** A message on its way through a worker. */
export interface Task {
  readonly eventId: string;
  readonly type: string;
  readonly record: string;
  readonly receiptHandle: string;
  /** When the queue took the message, in milliseconds since the Unix epoch. */
  readonly sentMs: number;
  readonly passing: PassingRecord | undefined;
}

/**
 * One worker: contract, de-duplication, transformation, delivery to FINAL.
 *
 *     received ─ contract broken ─▶ quarantine ──────────────▶ durable ─▶ deleted
 *         │
 *         └─ valid ─ claim ─ claimed ─▶ transformed ─▶ FINAL ─▶ durable ─▶ id done ─▶ deleted
 *                      ├─ done ─────▶ a copy is durable: dropped ───────────────────▶ deleted
 *                      └─ in progress ─▶ waits ─▶ claim again
 *
 * A worker that dies leaves its messages in flight and its ids leased: both run out, and another
 * worker takes them. What it had put but not yet marked is then in FINAL twice.
 */
export class Worker implements Stage {
  readonly #plan: WorkersPlan;
  readonly #context: StageContext;
  readonly #store: IdempotencyStore;
  readonly #receiver: QueueReceiver;
  readonly #final: Sink<Task>;
  readonly #quarantine: Sink<Task>;
  readonly #waiting: WaitingRoom;
  readonly #received: HopClock;
  readonly #durable: HopClock;
  /** How long an id stays done: a copy may come back late, after its receiver died. */
  readonly #keepMs: number;
  #isDraining = false;
  #valid = 0;
  readonly #counters = {
    quarantined: 0,
    duplicatesDropped: 0,
    waited: 0,
    leasesLost: 0,
    late: 0,
    sabotagedDrops: 0,
    sabotagedAlterations: 0,
  };

  constructor(plan: WorkersPlan, context: StageContext) {
    if (!context.store) throw new Error("a worker needs a store for de-duplication");
    this.#plan = plan;
    this.#context = context;
    this.#store = context.store;
    const queue = context.plan.queues.find(({ name }) => name === plan.queue);
    this.#keepMs = plan.deduplication.windowMs + 2 * (queue?.visibilityTimeoutMs ?? 0);
    this.#received = new HopClock(context, "received");
    this.#durable = new HopClock(context, "final");
    this.#receiver = new QueueReceiver({
      sqs: context.clients.sqs,
      queueUrl: context.names.queueUrl(plan.queue),
      receivers: plan.receivers,
      hasRoom: () => this.#held() < heldMax,
      handle: (messages) => this.#handle(messages),
    });
    const sink = (target: WorkersPlan["final"], onDurable: SinkOptions<Task>["onDurable"]) =>
      new Sink<Task>({
        s3: context.clients.s3,
        bucket: context.names.bucket(target.bucket),
        plan: target,
        instance: context.instance,
        clock: context.clock,
        dayEpochMs: () => dayEpochMs(context),
        onDurable,
      });
    this.#final = sink(plan.final, (tasks) => this.#finished(tasks));
    this.#quarantine = sink(plan.quarantine, (tasks) => this.#delete(tasks));
    this.#waiting = new WaitingRoom((tasks) => this.#claim(tasks));
  }

  start(): void {
    this.#receiver.start();
    this.#waiting.start();
  }

  /** From here on nothing is held for an interval: the run waits until the queue is empty. */
  async drain(): Promise<void> {
    if (this.#isDraining) return;
    this.#isDraining = true;
    void this.#flushOften();
  }

  async stop(): Promise<void> {
    await this.#receiver.stop();
    await this.#flush();
    this.#isDraining = false;
    this.#waiting.stop();
    this.#final.stop();
    this.#quarantine.stop();
  }

  snapshot() {
    return {
      counters: { ...this.#receiver.counters, ...this.#final.counters, ...this.#counters },
      p99Ms: { received: this.#received.p99Ms(), final: this.#durable.p99Ms() },
      held: this.#held(),
    };
  }

  #held(): number {
    return this.#final.held + this.#quarantine.held + this.#waiting.size;
  }

  async #flush(): Promise<void> {
    await Promise.all([this.#final.flush(), this.#quarantine.flush()]);
  }

  async #flushOften(): Promise<void> {
    while (this.#isDraining) {
      await this.#flush();
      await sleep(250);
    }
  }

  async #handle(messages: readonly Message[]): Promise<void> {
    const nowUs = this.#received.nowUs();
    const valid: Task[] = [];
    for (const message of messages) {
      const record = message.Body ?? "";
      const passing = passingRecord(this.#context, Buffer.from(record));
      if (passing) this.#received.record(passing.intendedUs, nowUs);
      const receiptHandle = message.ReceiptHandle as string;
      // Should a queue not say when it took the message, then not later than now.
      const sentMs = Number(message.Attributes?.SentTimestamp ?? this.#context.clock.epochMs());
      const event = parse(record);
      if (event === undefined || contractViolation(event) !== undefined) {
        this.#counters.quarantined++;
        const task = { eventId: "", type: "", record, receiptHandle, sentMs, passing };
        this.#quarantine.add(Buffer.from(record), task);
      } else {
        const { eventId, type } = event as { eventId: string; type: string };
        valid.push({ eventId, type, record, receiptHandle, sentMs, passing });
      }
    }
    if (valid.length > 0) await this.#claim(valid);
  }

  async #claim(tasks: readonly Task[]): Promise<void> {
    const { sabotage } = this.#context.plan;
    const outcomes: readonly ClaimOutcome[] = sabotage.deduplicationOff
      ? tasks.map(() => "claimed")
      : await this.#store.claim(
          tasks.map(arrivalOf),
          this.#context.instance,
          this.#plan.deduplication,
        );
    const dropped: Task[] = [];
    for (const [i, task] of tasks.entries()) {
      const outcome = outcomes[i] as ClaimOutcome;
      if (outcome === "claimed") await this.#accept(task);
      else if (outcome === "done") dropped.push(task);
      else {
        this.#counters.waited++;
        this.#waiting.add(task);
      }
    }
    this.#counters.duplicatesDropped += dropped.length;
    if (dropped.length > 0) await this.#delete(dropped);
  }

  async #accept(task: Task): Promise<void> {
    const { workerDropsOneIn, deliveryAltersOneIn } = this.#context.plan.sabotage;
    const hour = new Date(dayEpochMs(this.#context)).toISOString().slice(0, 13);
    const enrichment = { worker: this.#context.instance, hour, kind: task.type };
    this.#valid++;
    if (isNth(this.#valid, workerDropsOneIn)) {
      this.#counters.sabotagedDrops++;
      await this.#complete([task]);
      return this.#delete([task]);
    }
    let line = transform(task.record, enrichment);
    if (isNth(this.#valid, deliveryAltersOneIn)) {
      this.#counters.sabotagedAlterations++;
      line = line.replace('"type":"', '"type":"X');
    }
    this.#final.add(Buffer.from(line), task);
  }

  /**
   * The records are durable in FINAL: only now their ids are done, and after that they are deleted.
   */
  async #finished(tasks: readonly Task[]): Promise<void> {
    const nowUs = this.#durable.nowUs();
    // First what can fail: the sink comes again with the same tasks, and they are to count once.
    await this.#complete(tasks);
    const { freshness } = this.#context.history;
    const withinUs =
      (this.#context.plan.checks.availability?.freshnessWithinMs ?? Infinity) * 1_000;
    let [timed, late] = [0, 0];
    for (const { passing } of tasks) {
      if (!passing) continue;
      timed++;
      this.#durable.record(passing.intendedUs, nowUs);
      const isInTime = nowUs - passing.intendedUs <= withinUs;
      freshness.record(this.#durable.sliceOf(passing.intendedUs), isInTime);
      if (!isInTime) late++;
    }
    freshness.cluster(timed, late);
    this.#counters.late += late;
    await this.#delete(tasks);
  }

  async #complete(tasks: readonly Task[]): Promise<void> {
    const arrivals = tasks.map(arrivalOf);
    const completed = await this.#store.complete(arrivals, this.#context.instance, this.#keepMs);
    this.#counters.leasesLost += completed.filter((isOurs) => !isOurs).length;
  }

  #delete(tasks: readonly Task[]): Promise<void> {
    return this.#receiver.delete(tasks.map((task) => task.receiptHandle));
  }
}

function arrivalOf({ eventId, sentMs }: Task): Arrival {
  return { id: eventId, atMs: sentMs };
}

function parse(record: string): Record<string, unknown> | undefined {
  try {
    const parsed: unknown = JSON.parse(record);
    return typeof parsed === "object" && parsed !== null
      ? (parsed as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function isNth(count: number, oneIn: number): boolean {
  return oneIn > 0 && count % oneIn === 0;
}
