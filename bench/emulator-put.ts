import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { startEmulatorThread } from "../src/emulator/start-thread.ts";
import { callsPerSecond } from "./closed-loop.ts";
import { kinesisHeaders, putRecordsBody, recordBytes, recordsPerCall } from "./put-records.ts";

const stream = "bench";
/** Six shards that never throttle: what is measured is work, not limits. */
const shardCount = 6;
const unlimited = 1e12;
const sizes = { full: { rounds: 5, calls: 200 }, smoke: { rounds: 1, calls: 8 } } as const;

const size = process.argv.includes("--smoke") ? sizes.smoke : sizes.full;

const nullServer = new Worker(new URL("./null-server.js", import.meta.url));
const nullServerReady = once(nullServer, "message");
const emulator = await startEmulatorThread({
  limits: {
    kinesis: {
      writeBytesPerSecondPerShard: unlimited,
      writeRecordsPerSecondPerShard: unlimited,
      writeBurstBytesPerShard: unlimited,
    },
  },
});

try {
  const [nullUrl] = (await nullServerReady) as [string];
  await createStream(emulator.endpoint);
  const put = {
    headers: kinesisHeaders("PutRecords"),
    body: putRecordsBody(stream),
    answerHolds: '"FailedRecordCount":0',
    calls: size.calls,
  };
  const rates: Record<"nothing" | "emulator", number[]> = { nothing: [], emulator: [] };
  // A round for nothing, in which both become warm; then turn about, so that both have the same
  // neighbours on the machine.
  for (let round = 0; round <= size.rounds; round++) {
    // The null server is given more to do: its rounds would be too short to measure otherwise.
    const nothing = await callsPerSecond({ ...put, url: nullUrl, calls: size.calls * 8 });
    const emulated = await callsPerSecond({ ...put, url: emulator.endpoint });
    if (round === 0) continue;
    rates.nothing.push(nothing);
    rates.emulator.push(emulated);
  }
  print(median(rates.nothing), median(rates.emulator));
} finally {
  await Promise.all([emulator.stop(), nullServer.terminate()]);
}

async function createStream(endpoint: string): Promise<void> {
  const response = await fetch(endpoint, {
    method: "POST",
    headers: kinesisHeaders("CreateStream"),
    body: JSON.stringify({ StreamName: stream, ShardCount: shardCount }),
  });
  if (!response.ok) throw new Error(`CreateStream: ${await response.text()}`);
}

function print(nothing: number, emulated: number): void {
  const records = (calls: number): string =>
    Math.round(calls * recordsPerCall).toLocaleString("en-US");
  console.log(
    `PutRecords, ${recordsPerCall} x ${recordBytes} B, median of ${size.rounds}\n` +
      `  null server  ${nothing.toFixed(0)} calls/s\n` +
      `  emulator     ${emulated.toFixed(0)} calls/s, ${records(emulated)} records/s\n` +
      `  ratio        ${(emulated / nothing).toFixed(2)}`,
  );
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
