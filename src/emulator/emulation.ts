import { realClock } from "../core/clock.ts";
import { Random } from "../core/random.ts";
import type { EngineContext } from "./context.ts";
import { Faults } from "./faults/faults.ts";
import type { KeptServices } from "./kept-services.ts";
import { createKinesisService } from "./kinesis/service.ts";
import { SpilledLogs } from "./kinesis/spilled-logs.ts";
import { latencyModel } from "./latency/latency-model.ts";
import type { ChangedLimits } from "../core/limits/schema.ts";
import { Metrics, type GaugeReading } from "./metrics/metrics.ts";
import { createS3Service } from "./s3/service.ts";
import { SpilledBodies } from "./s3/storage/spilled-bodies.ts";
import type { EmulatorOptions } from "./settings.ts";
import { createSqsService } from "./sqs/service.ts";
import { createResources } from "./start-up/start-up.ts";
import { Timeline } from "./timeline.ts";
import type { EmulatedService } from "./emulated-service.ts";

/** The three services with all that they share, apart from the network. */
export class Emulation {
  readonly timeline: Timeline;
  readonly faults: Faults;
  readonly metrics = new Metrics();
  readonly startedUs: number;
  readonly #options: EmulatorOptions;
  /** Undefined where all is gone with the process. */
  readonly #kept: KeptServices | undefined;
  /** Of this start on the data directory; 0 without one. */
  #start = 0;
  #services: readonly EmulatedService[] = [];

  private constructor(options: EmulatorOptions, kept: KeptServices | undefined) {
    const { clock = realClock, seed = 1 } = options;
    this.#options = options;
    this.timeline = new Timeline(clock);
    this.#kept = kept;
    if (kept) this.timeline.advance(kept.aheadMs);
    this.startedUs = clock.monotonicUs();
    this.faults = new Faults({ clock: this.timeline, seed });
  }

  /** @throws AforoError where another process has the data directory, or its format is not ours. */
  static async open(options: EmulatorOptions): Promise<Emulation> {
    const { data, clock = realClock } = options;
    if (data === undefined) return new Emulation(options, undefined);
    const { KeptServices } = await import("./kept-services.ts");
    return new Emulation(options, new KeptServices(data, options, clock.epochMs()));
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
      this.#start = this.#kept?.begin() ?? 0;
      await this.#startServices();
    } catch (error) {
      await this.stop();
      throw this.#kept?.explain(error) ?? error;
    }
  }

  async #startServices(): Promise<void> {
    const { limits = {}, resources, region = "us-east-1", memoryBytesMax } = this.#options;
    const sqs = createSqsService(this.#context("sqs"), limits.sqs, this.#kept?.queues());
    const baseHosts = this.#options.s3BaseHosts ?? [];
    this.#services = [
      createKinesisService(
        this.#context("kinesis"),
        limits.kinesis,
        this.#kept?.streams() ?? { store: new SpilledLogs(memoryBytesMax) },
      ),
      sqs,
      // S3 comes last: it takes whatever no other service does.
      createS3Service(this.#context("s3"), limits.s3, {
        queues: sqs.queues,
        baseHosts,
        storage: this.#kept?.objects() ?? new SpilledBodies(memoryBytesMax),
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
    this.#kept?.clear();
    await this.start();
  }

  /** Puts the time forward, in whole milliseconds. It stays ahead through restarts. */
  advance(ms: number): void {
    this.timeline.advance(ms);
    this.#kept?.keepAheadMs(this.timeline.aheadMs);
  }

  /** Ends what waits and lets go of all files. The services answer no more. */
  async stop(): Promise<void> {
    await this.#closeServices();
    this.#kept?.close();
  }

  async #closeServices(): Promise<void> {
    for (const service of this.#services) await service.close();
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
