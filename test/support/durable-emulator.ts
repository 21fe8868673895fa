import { startCli } from "./cli.ts";

/** The emulator as built, in a process of its own that a test can kill. */
export interface DurableEmulator {
  readonly endpoint: string;
  /** As `kill -9` does: the process has no chance to do anything more. */
  kill(): Promise<void>;
  /** As Ctrl-C does. */
  stop(): Promise<void>;
}

/**
 * Starts `aforo emulator` on a data directory.
 *
 * @throws Error with what it said on standard error where it ends instead.
 */
export async function startOn(data: string, ...args: string[]): Promise<DurableEmulator> {
  const { child, ended } = startCli(["emulator", "--port", "0", "--data", data, ...args]);
  const endpoint = await new Promise<string>((resolve, reject) => {
    let said = "";
    child.stdout?.on("data", (chunk) => {
      said += String(chunk);
      const [, found] = /^Ready: .* at (\S+)$/m.exec(said) ?? [];
      if (found !== undefined) resolve(found);
    });
    ended.then(({ stderr, exitCode }) => reject(new Error(`exit ${exitCode}: ${stderr}`)), reject);
  });
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await ended;
  };
  return { endpoint, kill: () => end("SIGKILL"), stop: () => end("SIGTERM") };
}

/** What an SDK client needs for it. A call that gets no answer is not tried again. */
export function clientOf({ endpoint }: DurableEmulator) {
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  return { endpoint, region: "us-east-1", credentials, maxAttempts: 1 };
}
