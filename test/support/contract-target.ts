import { startEmulator, type EmulatorOptions } from "../../src/emulator/server.ts";

/** Where contract tests run: an emulator of their own, or an endpoint that is named from outside. */
export interface ContractTarget {
  /** Undefined for AWS itself. */
  readonly endpoint: string | undefined;
  readonly region: string;
  readonly kind: "emulator" | "endpoint";
  /** Spread into an SDK client's configuration. */
  readonly client: ClientSettings;
  /** A resource name that nothing else at the target has. */
  unique(name: string): string;
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
 * or `aws` for AWS itself with the credentials and the region of the environment.
 */
export async function contractTarget(options: EmulatorOptions = {}): Promise<ContractTarget> {
  const elsewhere = process.env["AFORO_CONTRACT_ENDPOINT"];
  const region = process.env["AWS_REGION"] ?? "us-east-1";
  let names = 0;
  const unique = (name: string) => `${name}-${process.pid}-${Date.now().toString(36)}-${++names}`;
  if (elsewhere !== undefined) {
    const endpoint = elsewhere === "aws" ? undefined : elsewhere;
    const client =
      endpoint === undefined
        ? { region, maxAttempts: 3 }
        : { region, maxAttempts: 3, endpoint, credentials: testCredentials };
    return { endpoint, region, kind: "endpoint", client, unique, stop: async () => {} };
  }
  const emulator = await startEmulator({ region, ...options });
  const { endpoint } = emulator;
  const client = { endpoint, region, credentials: testCredentials, maxAttempts: 1 };
  return { endpoint, region, kind: "emulator", client, unique, stop: () => emulator.stop() };
}
