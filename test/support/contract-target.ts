import { unmeteredControlPlane } from "./unmetered-control-plane.ts";
import { realClock, VirtualClock } from "../../src/core/clock.ts";
import { kinesisLimits } from "../../src/core/limits/kinesis.ts";
import { sleep } from "../../src/core/timers.ts";
import { startEmulator, type EmulatorOptions } from "../../src/emulator/server.ts";

/** Whether the tests run against a place that is named from outside: LocalStack or AWS. */
export const elsewhere = process.env["AFORO_CONTRACT_ENDPOINT"] !== undefined;

export interface ContractOptions extends EmulatorOptions {
  /** In the emulator, time then moves by `advance` alone. */
  readonly time?: "standing";
  /** Counts control-plane calls as AWS does. */
  readonly controlPlane?: "metered";
}

/** Where contract tests run: an emulator of their own, or an endpoint named from outside. */
export interface ContractTarget {
  /** Undefined for AWS itself. */
  readonly endpoint: string | undefined;
  readonly region: string;
  readonly kind: "emulator" | "endpoint";
  /** Spread into an SDK client's configuration. */
  readonly client: ClientSettings;
  /** A resource name that nothing else at the target has. */
  unique(name: string): string;
  /** Lets time pass: at once in the emulator, by waiting elsewhere. */
  advance(ms: number): Promise<void>;
  stop(): Promise<void>;
}

interface ClientSettings {
  readonly endpoint?: string;
  readonly region: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly maxAttempts: number;
}

const testCredentials = { accessKeyId: "test", secretAccessKey: "test" };

/**
 * The emulator by default. `AFORO_CONTRACT_ENDPOINT` names another place: the URL of a LocalStack,
 * or `aws` for AWS itself with the credentials and the region of the environment. The emulator
 * counts no control-plane calls unless the options say so: tests make streams faster than AWS lets.
 */
export async function contractTarget(options: ContractOptions = {}): Promise<ContractTarget> {
  const region = process.env["AWS_REGION"] ?? "us-east-1";
  let names = 0;
  const unique = (name: string) => `${name}-${process.pid}-${Date.now().toString(36)}-${++names}`;
  if (elsewhere) {
    const place = process.env["AFORO_CONTRACT_ENDPOINT"];
    const endpoint = place === "aws" ? undefined : place;
    const client =
      endpoint === undefined
        ? { region, maxAttempts: 3 }
        : { region, maxAttempts: 3, endpoint, credentials: testCredentials };
    const stop = async () => {};
    return { endpoint, region, kind: "endpoint", client, unique, advance: sleep, stop };
  }
  const { time, controlPlane, ...settings } = options;
  const counted = controlPlane === "metered" ? kinesisLimits({}, region) : unmeteredControlPlane;
  const limits = { ...settings.limits, kinesis: { ...counted, ...settings.limits?.kinesis } };
  const standing = time === "standing" ? { clock: new VirtualClock(realClock.epochMs()) } : {};
  const emulator = await startEmulator({ region, ...standing, ...settings, limits });
  const { endpoint } = emulator;
  const client = { endpoint, region, credentials: testCredentials, maxAttempts: 1 };
  return {
    endpoint,
    region,
    kind: "emulator",
    client,
    unique,
    advance: (ms) => emulator.advance(ms),
    stop: () => emulator.stop(),
  };
}
