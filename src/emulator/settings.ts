import type { Clock } from "../core/clock.ts";
import type { FaultSettings } from "../core/fault-rule.ts";
import type { ChangedLimits } from "../core/limits/schema.ts";
import type { Credentials } from "./auth/signature.ts";
import type { LatencyModelName } from "./latency/latency-model.ts";
import type { ResourceSettings } from "./start-up/resources.ts";
import type { Certificate } from "./wire/certificate.ts";
import type { ObservedCall } from "./wire/dispatch.ts";
import type { Patience } from "./wire/patience.ts";

/** What an emulator is started with; all of it data, so that a thread can be given it. */
export interface EmulatorSettings {
  /** 127.0.0.1 by default. */
  readonly host?: string;
  /** 0, the default, takes any that is free. */
  readonly port?: number;
  /** Of all that the emulator draws at random, ids and faults included; 1 by default. */
  readonly seed?: number;
  /** us-east-1 by default. */
  readonly region?: string;
  /** Twelve digits; 000000000000 by default. */
  readonly accountId?: string;
  /** Where they are not to be AWS's own. */
  readonly limits?: ChangedLimits;
  /** None by default. */
  readonly faults?: readonly FaultSettings[];
  /** `off` by default: the emulator answers as fast as it can. */
  readonly latency?: LatencyModelName;
  /** With some, requests have to be signed with one of them. */
  readonly credentials?: Credentials;
  /** `self-signed` makes a certificate; the port then takes https:// next to http://. */
  readonly tls?: "self-signed" | Certificate;
  /** Where to keep everything; without it, all is gone with the process. */
  readonly data?: string;
  /**
   * With `data`, what an answer waits for: `write`, the default, until the operating system has
   * what it acknowledges (survives kill -9); `fsync` until the disk has it (survives a power cut).
   */
  readonly sync?: "write" | "fsync";
  /** Of records, and of objects as many, in bytes; the rest is in files. 256 MiB by default. */
  readonly memoryBytesMax?: number;
  /** Further hosts of S3, as `s3.example.test`: what stands before such a name is a bucket. */
  readonly s3BaseHosts?: readonly string[];
  /** How slow clients may be, and what is held for them; see there for the defaults. */
  readonly patience?: Partial<Patience>;
  /** Streams, queues and buckets that are there from the beginning. */
  readonly resources?: ResourceSettings;
}

/** What can only be given within one thread. */
export interface EmulatorOptions extends EmulatorSettings {
  readonly clock?: Clock;
  /** Called after each call. It must not throw. */
  readonly onCall?: (call: ObservedCall) => void;
}
