import { promisify } from "node:util";
import { constants, gzip } from "node:zlib";
import { PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import type { Clock } from "../core/clock.ts";
import { sleep } from "../core/timers.ts";
import type { SinkPlan } from "../scenario/plan.ts";
import { LineBuffer } from "./line-buffer.ts";
import { retryDelayMs } from "./retry-delay.ts";

const compress = promisify(gzip);

/** Objects under way at once, beyond which `room` waits: one is put while others are compressed. */
const underWayMax = 3;

/** The fastest level: what is under test is the pipeline, not the compressor. */
const compression = { level: constants.Z_BEST_SPEED, chunkSize: 262_144 };

export interface SinkOptions<T> {
  readonly s3: S3Client;
  /** The bucket's name at the target. */
  readonly bucket: string;
  readonly plan: SinkPlan;
  /** Signs the objects: two writers never share a key. */
  readonly instance: string;
  readonly clock: Clock;
  /** The played day's clock, for the time in the keys, in milliseconds since the Unix epoch. */
  readonly dayEpochMs: () => number;
  /** Called when an object is durable, with what was added along with its lines. */
  readonly onDurable: (entries: readonly T[]) => Promise<void>;
}

/**
 * Buffered delivery to S3 as Firehose does it (Firehose developer guide, "Buffering hints"): lines
 * are gathered until the size or the interval is reached, whichever comes first, and put as one
 * gzip object of newline-delimited JSON under `prefix/YYYY/MM/DD/HH/`. A PUT that fails is repeated
 * under the same key until it succeeds, so that it is there once.
 */
export class Sink<T> {
  readonly #options: SinkOptions<T>;
  readonly #stopping = new AbortController();
  #lines = new LineBuffer();
  #entries: T[] = [];
  /** Of deliveries that are over: their memory is used again. */
  readonly #spare: LineBuffer[] = [];
  #held = 0;
  #objects = 0;
  #openedUs = 0;
  #flushing: Promise<void> = Promise.resolve();
  /** Objects that are compressed or put, or wait for it. */
  #underWay = 0;
  readonly #waiting: (() => void)[] = [];
  #isTimed = false;
  readonly counters = { delivered: 0, objects: 0, putErrors: 0, durableErrors: 0 };

  constructor(options: SinkOptions<T>) {
    this.#options = options;
  }

  /** Lines that are not durable yet, those of a PUT under way included. */
  get held(): number {
    return this.#held;
  }

  add(line: Uint8Array, entry: T): void {
    this.#lines.add(line);
    this.#entries.push(entry);
    this.#held++;
    if (this.#entries.length === 1) this.#opened();
    if (this.#lines.length >= this.#options.plan.bufferBytesMax) void this.flush();
  }

  /** Puts what is there; resolves when all that was added before is durable. */
  flush(): Promise<void> {
    if (this.#entries.length > 0) {
      const [lines, entries] = [this.#lines, this.#entries];
      this.#lines = this.#spare.pop() ?? new LineBuffer();
      this.#entries = [];
      const body = this.#compressed(lines);
      this.#underWay++;
      // One after the other: the order of the lines is the order of the objects.
      this.#flushing = this.#flushing.then(async () => {
        await this.#deliver(await body, entries);
        this.#underWay--;
        this.#wake();
      });
    }
    return this.#flushing;
  }

  /**
   * Resolves when few enough objects are under way that more lines may be added. Who reads faster
   * than this delivers has to wait here, or all of it would gather in memory.
   */
  async room(): Promise<void> {
    while (this.#underWay >= underWayMax && !this.#stopping.signal.aborted) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  stop(): void {
    this.#stopping.abort();
    this.#wake();
  }

  /** Lets those who wait for room look again. */
  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  #opened(): void {
    this.#openedUs = this.#options.clock.monotonicUs();
    void this.#flushAfterInterval();
  }

  async #flushAfterInterval(): Promise<void> {
    if (this.#isTimed) return;
    this.#isTimed = true;
    const { clock, plan } = this.#options;
    const { signal } = this.#stopping;
    while (this.#entries.length > 0 && !signal.aborted) {
      const leftMs = plan.intervalMs - (clock.monotonicUs() - this.#openedUs) / 1_000;
      if (leftMs > 0) await sleep(leftMs, signal);
      else void this.flush();
    }
    this.#isTimed = false;
  }

  async #compressed(lines: LineBuffer): Promise<Buffer> {
    const body = await compress(lines.content, compression);
    lines.clear();
    this.#spare.push(lines);
    return body;
  }

  async #deliver(body: Buffer, entries: readonly T[]): Promise<void> {
    const { s3, bucket, onDurable } = this.#options;
    const key = this.#key();
    const put = () =>
      s3.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: key,
          Body: body,
          ContentType: "application/x-ndjson",
          ContentEncoding: "gzip",
        }),
      );
    if (!(await this.#insist(put, "putErrors"))) return;
    this.counters.objects++;
    this.counters.delivered += entries.length;
    // Apart from the PUT: what is durable is not put again because nobody could be told of it.
    if (await this.#insist(() => onDurable(entries), "durableErrors")) this.#held -= entries.length;
  }

  /** Tries until it succeeds; answers false where the sink was stopped before that. */
  async #insist(
    action: () => Promise<unknown>,
    errors: "putErrors" | "durableErrors",
  ): Promise<boolean> {
    for (let attempt = 0; !this.#stopping.signal.aborted; attempt++) {
      try {
        await action();
        return true;
      } catch {
        this.counters[errors]++;
        await sleep(retryDelayMs(attempt), this.#stopping.signal);
      }
    }
    return false;
  }

  #key(): string {
    const { plan, instance, dayEpochMs } = this.#options;
    const [date = "", time = ""] = new Date(dayEpochMs()).toISOString().split("T");
    const number = String(this.#objects++).padStart(6, "0");
    const hour = time.slice(0, 2);
    return `${plan.prefix}${date.replaceAll("-", "/")}/${hour}/${instance}.${number}.ndjson.gz`;
  }
}

/** The instance that wrote an object, from its key. */
export function writerOf(key: string): string {
  return key.slice(key.lastIndexOf("/") + 1).replace(/\.\d+\.ndjson\.gz$/, "");
}
