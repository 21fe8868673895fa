import { realClock } from "../core/clock.ts";
import { messageOf } from "../core/errors.ts";
import { after, every } from "../core/timers.ts";
import { sdkPutRecords } from "../load/put-records.ts";
import { Collector } from "../pipeline/collector/collector.ts";
import { Sink } from "../pipeline/sink.ts";
import { createClients, type Clients } from "../targets/clients.ts";
import type {
  CollectorCommand,
  CollectorReport,
  CollectorSetup,
  ProcessUse,
} from "./collector-protocol.ts";
import { startThreadMeter } from "./thread-meter.ts";
import { warmUpPuts } from "./warm-up.ts";

/** How often the run hears from a collector, in milliseconds. */
const snapshotMs = 250;
/** Refused events that wait for the quarantine, at most: they were not acknowledged. */
const quarantinedMax = 20_000;

/**
 * The entry of each collector's process. It ends by itself when it has drained, when it is sent
 * SIGTERM, and when the run has gone.
 */
function main(): void {
  let begun: Promise<Running> | undefined;
  const drain = () => {
    begun?.then((running) => running.drain()).catch(fail);
  };
  process.on("message", (command: CollectorCommand) => {
    if (command.type === "setup") {
      begun = begin(command.setup);
      begun.catch(fail);
    } else if (command.type === "start") {
      begun?.then((running) => running.start(command.startUs)).catch(fail);
    } else drain();
  });
  process.on("SIGTERM", drain);
  process.on("disconnect", drain);
  // Ctrl-C reaches every process of the terminal: the run decides what becomes of it.
  process.on("SIGINT", () => {});
}

function fail(error: unknown): void {
  report({ type: "failed", message: messageOf(error) });
}

function report(message: CollectorReport): void {
  if (process.connected) process.send?.(message);
}

interface Running {
  start(startUs: number): void;
  drain(): Promise<void>;
}

async function begin(setup: CollectorSetup): Promise<Running> {
  const { instance, plan, target } = setup;
  const clients = createClients(target);
  const clock = { startUs: realClock.monotonicUs() };
  const sliceUs = setup.sliceMs * 1_000;
  const quarantine = openQuarantine(setup, clients, clock);
  const collector = new Collector({
    plan,
    put: sdkPutRecords(clients.kinesis, setup.stream),
    after,
    clock: realClock,
    sliceAt: (us) => Math.max(0, Math.floor((us - clock.startUs) / sliceUs)),
    ...(quarantine && { quarantine: quarantine.add }),
  });
  await warmUpPuts(target, clients);
  const use = startUseMeter();
  const readMeter = startThreadMeter(instance);
  const tell = () => {
    use.look();
    const { counters, held, puts, answers } = collector;
    const { count, p50, p99, max } = answers.times.latency.figures();
    const times = count > 0 && { answerMsP50: p50, answerMsP99: p99, answerMsMax: max };
    const counted = { ...counters, ...puts, ...quarantine?.counters(), ...times };
    const snapshot = { instance, kind: plan.kind, counters: counted, p99Ms: {}, held };
    report({ type: "snapshot", snapshot });
  };
  const url = await collector.listen();
  const stopTelling = every(snapshotMs, tell);
  report({ type: "ready", url });
  let draining: Promise<void> | undefined;
  const drain = async () => {
    await collector.drain();
    await quarantine?.close();
    stopTelling();
    tell();
    const answers = collector.answers.toJSON();
    report({ type: "result", load: readMeter(), used: use.read(), answers });
    clients.destroy();
    if (process.connected) process.disconnect();
  };
  return {
    start: (startUs) => (clock.startUs = startUs),
    drain: () => (draining ??= drain()),
  };
}

interface Quarantine {
  readonly add: (event: Uint8Array) => void;
  counters(): Readonly<Record<string, number>>;
  close(): Promise<void>;
}

function openQuarantine(
  { plan, instance, quarantineBucket, startOfDayEpochMs, compression }: CollectorSetup,
  { s3 }: Clients,
  start: { readonly startUs: number },
): Quarantine | undefined {
  if (!plan.quarantine || quarantineBucket === undefined) return undefined;
  let dropped = 0;
  const sink = new Sink<number>({
    s3,
    bucket: quarantineBucket,
    plan: plan.quarantine,
    instance,
    clock: realClock,
    dayEpochMs: () => {
      const elapsedMs = Math.max(0, realClock.monotonicUs() - start.startUs) / 1_000;
      return startOfDayEpochMs + elapsedMs * compression;
    },
    onDurable: async () => {},
  });
  return {
    add(event) {
      if (sink.held < quarantinedMax) sink.add(event, 0);
      else dropped++;
    },
    counters: () => ({ quarantined: sink.counters.delivered, quarantineDropped: dropped }),
    async close() {
      await sink.flush();
      sink.stop();
    },
  };
}

/** From now on: CPU, and the most memory that was seen at a look. */
function startUseMeter(): { look(): void; read(): ProcessUse } {
  const before = process.cpuUsage();
  let residentBytesMax = 0;
  const look = () => {
    residentBytesMax = Math.max(residentBytesMax, process.memoryUsage.rss());
  };
  return {
    look,
    read() {
      look();
      const { user, system } = process.cpuUsage(before);
      return { cpuUserMs: user / 1_000, cpuSystemMs: system / 1_000, residentBytesMax };
    },
  };
}

main();
