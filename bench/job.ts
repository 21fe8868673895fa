/** What a client process is told to do, and what it answers. Plain data. */
export interface Job {
  readonly name: JobName;
  readonly endpoint: string;
  /** As the SDK's request handler speaks it; SQS and S3 have HTTP/1.1 alone. */
  readonly http: "1.1" | "2";
  /** Of the stream, queue or bucket. */
  readonly resource: string;
  /** How long a closed loop goes on, in milliseconds. */
  readonly ms: number;
  /** How much a preparation puts in, or a loop takes out at most: records, messages or objects. */
  readonly amount: number;
}

export type JobName =
  | "create-stream"
  | "fill-stream"
  | "put-records"
  | "drain"
  | "send-day"
  | "fan-out"
  | "create-queue"
  | "fill-queue"
  | "send-batch"
  | "receive"
  | "receive-delete"
  | "create-bucket"
  | "put-object"
  | "get-object";

/** A rate a second, or percentiles in milliseconds; nothing for a preparation. */
export type Outcome = Readonly<Record<string, number>>;

/** Calls that a closed loop keeps in flight. */
const inFlight = 4;

interface Bounds {
  readonly ms: number;
  readonly calls?: number;
}

/** Repeats `call` in a closed loop within its bounds, and answers how often a second it ended. */
export async function callsPerSecond(
  { ms, calls = Infinity }: Bounds,
  call: () => Promise<unknown>,
): Promise<number> {
  const beganMs = performance.now();
  let begun = 0;
  let ended = 0;
  let lastMs = beganMs;
  const loop = async (): Promise<void> => {
    while (begun < calls && performance.now() - beganMs < ms) {
      begun++;
      await call();
      ended++;
      lastMs = performance.now();
    }
  };
  await Promise.all(Array.from({ length: inFlight }, loop));
  return (ended / (lastMs - beganMs)) * 1_000;
}

/** Makes `count` calls, a few at once. */
export async function repeat(count: number, call: (n: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const loop = async (): Promise<void> => {
    while (next < count) await call(next++);
  };
  await Promise.all(Array.from({ length: inFlight }, loop));
}
