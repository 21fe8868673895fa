import { realClock } from "../core/clock.ts";
import type { FaultSettings } from "../core/fault-rule.ts";
import { Random } from "../core/random.ts";
import type { EngineContext } from "./context.ts";
import { Faults } from "./faults/faults.ts";
import { createKinesisService, type KinesisStores } from "./kinesis/service.ts";
import { SpilledLogs } from "./kinesis/spilled-logs.ts";
import { StreamStore } from "./kinesis/stream-store.ts";
import { latencyModel } from "./latency/latency-model.ts";
import type { ChangedLimits } from "../core/limits/schema.ts";
import { Metrics, type GaugeReading } from "./metrics/metrics.ts";
import { createS3Service } from "./s3/service.ts";
import { JournaledObjects } from "./s3/storage/journaled-objects.ts";
import type { ObjectStorage } from "./s3/storage/object-storage.ts";
import { SpilledBodies } from "./s3/storage/spilled-bodies.ts";
import type { EmulatorOptions } from "./settings.ts";
import { SqsStore } from "./sqs/journal/sqs-store.ts";
import { createSqsService } from "./sqs/service.ts";
import { createResources } from "./start-up/start-up.ts";
import type { SyncPolicy } from "./storage/commit-group.ts";
import { DataDirectory } from "./storage/data-directory.ts";
import { explainDamage } from "./storage/saved-state.ts";
import { Timeline } from "./timeline.ts";
import type { EmulatedService } from "./emulated-service.ts";

/** Where a service keeps what it holds, and what it does before it acknowledges a change. */
interface ServiceFiles {
  readonly directory: string;
  readonly policy: SyncPolicy;
}

/** The three services with all that they share, apart from the network. */
export class Emulation {
  readonly timeline: Timeline;
  readonly faults: Faults;
  readonly metrics = new Metrics();
  readonly startedUs: number;
  readonly #options: EmulatorOptions;
  /** Undefined where all is gone with the process. */
  readonly #data: DataDirectory | undefined;
  /** Of this start on the data directory; 0 without one. */
  #start = 0;
  #services: readonly EmulatedService[] = [];

  /** @throws AforoError where another process has the data directory, or its format is not ours. */
  constructor(options: EmulatorOptions) {
    const { clock = realClock, seed = 1, data } = options;
    this.#options = options;
    this.timeline = new Timeline(clock);
    this.#data = data === undefined ? undefined : new DataDirectory(data, clock.epochMs());
    if (this.#data) this.timeline.advance(this.#data.aheadMs);
    this.startedUs = clock.monotonicUs();
    this.faults = new Faults({ clock: this.timeline, seed });
  }

  /** In the order in which they are asked whether a request is theirs. */
  get services(): readonly EmulatedService[] {
    return this.#services;
  }

  /**
   * Makes the services, with what earlier runs left, and what the configuration wants to be there.
   *
   * @throws AforoError where one of the two is not possible. Nothing is then open.
   */
  async start(): Promise<void> {
    try {
      this.#start = this.#data?.begin() ?? 0;
      await this.#startServices();
    } catch (error) {
      await this.stop();
      throw explainDamage(error);
    }
  }

  async #startServices(): Promise<void> {
    const { limits = {}, resources, region = "us-east-1" } = this.#options;
    const sqs = createSqsService(this.#context("sqs"), limits.sqs, this.#queueStore());
    const baseHosts = this.#options.s3BaseHosts ?? [];
    this.#services = [
      createKinesisService(this.#context("kinesis"), limits.kinesis, this.#streamStores()),
      sqs,
      // S3 comes last: it takes whatever no other service does.
      createS3Service(this.#context("s3"), limits.s3, {
        queues: sqs.queues,
        baseHosts,
        storage: this.#objectStorage(),
      }),
    ];
    // Nothing strikes what the configuration wants to be there.
    this.faults.set([]);
    if (resources) {
      const wait = (ms: number) => new Promise<void>((done) => this.timeline.after(ms, done));
      const { accountId } = this.#context("start-up");
      await createResources(resources, { services: this.#services, region, accountId, wait });
    }
    this.faults.set(this.#options.faults ?? []);
  }

  gauges(): readonly GaugeReading[] {
    return this.#services.flatMap((service) => service.gauges());
  }

  /** The limits as they are changed, by service. */
  get changedLimits(): ChangedLimits {
    return this.#options.limits ?? {};
  }

  get region(): string {
    return this.#options.region ?? "us-east-1";
  }

  /** Begins anew: as after the start, but for the time. */
  async reset(): Promise<void> {
    this.metrics.reset();
    await this.#closeServices();
    this.#data?.clear(["kinesis", "sqs", "s3"]);
    await this.start();
  }

  /** Puts the time forward, in whole milliseconds. It stays ahead through restarts. */
  advance(ms: number): void {
    this.timeline.advance(ms);
    this.#data?.keepAheadMs(this.timeline.aheadMs);
  }

  /** Ends what waits and lets go of all files. The services answer no more. */
  async stop(): Promise<void> {
    await this.#closeServices();
    this.#data?.close();
  }

  async #closeServices(): Promise<void> {
    for (const service of this.#services) await service.close();
  }

  #streamStores(): KinesisStores {
    const { memoryBytesMax } = this.#options;
    const files = this.#filesOf("kinesis");
    if (!files) return { store: new SpilledLogs(memoryBytesMax) };
    const store = new StreamStore({ ...files, memoryBytesMax });
    return { store, states: store };
  }

  #objectStorage(): ObjectStorage {
    const { memoryBytesMax } = this.#options;
    const files = this.#filesOf("s3");
    return files
      ? new JournaledObjects({ ...files, memoryBytesMax })
      : new SpilledBodies(memoryBytesMax);
  }

  #queueStore(): SqsStore | undefined {
    const files = this.#filesOf("sqs");
    return files && new SqsStore(files);
  }

  /** Undefined where nothing outlives the process. */
  #filesOf(service: string): ServiceFiles | undefined {
    const { sync: policy = "write" } = this.#options;
    return this.#data && { directory: this.#data.folder(service), policy };
  }

  setFaults(rules: readonly FaultSettings[]): void {
    this.faults.set(rules);
  }

  #context(service: string): EngineContext {
    const { seed = 1, region = "us-east-1", accountId = "000000000000" } = this.#options;
    return {
      clock: this.timeline,
      after: this.timeline.after,
      // A sequence for each service: what one draws does not shift the others.
      // Ids that an earlier start on the same data gave out do not come again.
      random: Random.from("emulator", service, seed, ...(this.#start > 0 ? [this.#start] : [])),
      region,
      accountId,
      faults: this.faults,
      latency: latencyModel(this.#options.latency ?? "off", Random.from("latency", service, seed)),
      meter: this.metrics,
    };
  }
}
