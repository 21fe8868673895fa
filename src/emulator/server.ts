import { realClock } from "../core/clock.ts";
import type { FaultSettings } from "../core/fault-rule.ts";
import { createAdminService } from "./admin/admin-service.ts";
import { refuseUnsigned } from "./auth/signature.ts";
import { Emulation } from "./emulation.ts";
import type { FaultTally } from "./faults/faults.ts";
import type { EmulatorOptions } from "./settings.ts";
import { removeStaleSpills } from "./storage/spill-directory.ts";
import type { Certificate } from "./wire/certificate.ts";
import { createDispatch, type ObservedCall } from "./wire/dispatch.ts";
import type { WireRequest } from "./wire/http.ts";
import { listen } from "./wire/listener.ts";
import { defaultPatience } from "./wire/patience.ts";

export type { EmulatorOptions, EmulatorSettings } from "./settings.ts";

/** A running emulator: Kinesis, SQS and S3 under one endpoint. */
export interface Emulator {
  /** As `http://127.0.0.1:4566`; https where TLS is on. */
  readonly endpoint: string;
  /** In PEM, where TLS is on: what clients have to trust. */
  readonly certificate: string | undefined;
  /** Replaces all faults; their time windows begin now. */
  setFaults(rules: readonly FaultSettings[]): Promise<void>;
  /** How often each fault struck. */
  faultTallies(): Promise<readonly FaultTally[]>;
  /** Puts the emulator's time forward, in milliseconds; what was due in between happens. */
  advance(ms: number): Promise<void>;
  /** Drops all streams, queues, buckets and metrics; makes anew what the settings want. */
  reset(): Promise<void>;
  /** Ends promptly, whatever is open. What it held is gone, unless it has a data directory. */
  stop(): Promise<void>;
}

/**
 * Starts an emulator in this thread; `start-thread.ts` gives it one of its own.
 *
 * @throws AforoError where a resource of the settings cannot be made, and the system's error where
 *   the port is taken.
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { host = "127.0.0.1", port = 0 } = options;
  removeStaleSpills((options.clock ?? realClock).epochMs());
  const emulation = await Emulation.open(options);
  await emulation.start();
  const certificate = await certificateOf(options, emulation.timeline.epochMs());
  const admin = createAdminService({ emulation, certificate: certificate?.cert });
  const { credentials, onCall } = options;
  const patience = { ...defaultPatience, ...options.patience };
  const onRequest = createDispatch({
    services: () => [admin, ...emulation.services],
    clock: emulation.timeline,
    patience,
    observe: (call: ObservedCall) => {
      emulation.metrics.call(call);
      onCall?.(call);
    },
    ...(credentials && {
      refuse: (request: WireRequest) =>
        admin.accepts(request)
          ? undefined
          : refuseUnsigned(request, credentials, emulation.timeline),
    }),
  });
  const listener = await listen({ host, port, onRequest, certificate, patience }).catch(
    async (error: unknown) => {
      await emulation.stop();
      throw error;
    },
  );
  const authority = host.includes(":") ? `[${host}]` : host;
  return {
    endpoint: `${certificate ? "https" : "http"}://${authority}:${listener.port}`,
    certificate: certificate?.cert,
    setFaults: async (rules) => emulation.faults.set(rules),
    faultTallies: async () => emulation.faults.tallies(),
    advance: async (ms) => emulation.advance(ms),
    reset: () => emulation.reset(),
    stop: async () => {
      await listener.close();
      await emulation.stop();
    },
  };
}

async function certificateOf(
  { tls, host = "127.0.0.1" }: EmulatorOptions,
  nowMs: number,
): Promise<Certificate | undefined> {
  if (tls !== "self-signed") return tls;
  // What makes certificates is large, and few need one.
  const { makeCertificate } = await import("./wire/certificate.ts");
  return makeCertificate(host, nowMs);
}
