import { realClock, type Clock } from "../core/clock.ts";
import { Random } from "../core/random.ts";
import { after } from "../core/timers.ts";
import type { EngineContext } from "./context.ts";
import type { KinesisLimits } from "../core/limits/kinesis.ts";
import { createKinesisService } from "./kinesis/service.ts";
import type { S3Limits } from "../core/limits/s3.ts";
import { createS3Service } from "./s3/service.ts";
import type { SqsLimits } from "../core/limits/sqs.ts";
import { createSqsService } from "./sqs/service.ts";
import { createDispatch } from "./wire/dispatch.ts";
import { listen } from "./wire/listener.ts";

/** What a thread can be given: all but the clock, which is not data. */
export interface EmulatorSettings {
  /** 127.0.0.1 by default. */
  readonly host?: string;
  /** 0, the default, takes any that is free. */
  readonly port?: number;
  /** Of all that the emulator draws at random, ids included. */
  readonly seed?: number;
  readonly region?: string;
  /** Twelve digits. */
  readonly accountId?: string;
  readonly limits?: {
    readonly kinesis?: Partial<KinesisLimits>;
    readonly sqs?: Partial<SqsLimits>;
    readonly s3?: Partial<S3Limits>;
  };
}

export interface EmulatorOptions extends EmulatorSettings {
  readonly clock?: Clock;
}

/** A running emulator: Kinesis, SQS and S3 under one endpoint. */
export interface Emulator {
  /** As `http://127.0.0.1:4566`. */
  readonly endpoint: string;
  /** Ends promptly, whatever is still open. What the emulator held is gone. */
  stop(): Promise<void>;
}

export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { host = "127.0.0.1", port = 0, seed = 1, limits = {} } = options;
  const contextOf = (service: string): EngineContext => ({
    clock: options.clock ?? realClock,
    after,
    // A sequence for each service: what one draws does not shift the others.
    random: Random.from("emulator", service, seed),
    region: options.region ?? "us-east-1",
    accountId: options.accountId ?? "000000000000",
  });
  const services = [
    createKinesisService(contextOf("kinesis"), limits.kinesis),
    createSqsService(contextOf("sqs"), limits.sqs),
    // S3 comes last: it takes whatever no other service does.
    createS3Service(contextOf("s3"), limits.s3),
  ];
  const listener = await listen({ host, port, onRequest: createDispatch(services) });
  const authority = host.includes(":") ? `[${host}]` : host;
  return {
    endpoint: `http://${authority}:${listener.port}`,
    stop: () => listener.close(),
  };
}
