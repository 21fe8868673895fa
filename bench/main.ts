import { parseArgs } from "node:util";
import { measureCollector } from "./collector.ts";
import { measureGenerators } from "./generators.ts";
import type { Job, JobName } from "./job.ts";
import {
  Client,
  hasPeers,
  startAforo,
  startNull,
  startPeer,
  type PeerName,
  type ServerProcess,
} from "./processes.ts";
import { producerRate } from "./producer.ts";
import { printRatio, printValue } from "./table.ts";
import { recordsPerCall } from "./jobs/kinesis.ts";
import { messagesPerCall } from "./jobs/sqs.ts";
import {
  callsPerSecond,
  getRecordsBody,
  kinesisHeaders,
  putRecordsBody,
  receiveBody,
  sqsHeaders,
  type ClosedLoop,
} from "./wire.ts";

const { values } = parseArgs({
  options: {
    smoke: { type: "boolean", default: false },
    alone: { type: "boolean", default: false },
    only: { type: "string" },
    rounds: { type: "string" },
  },
});
const isSmoke = values.smoke;
const rounds = Number(values.rounds ?? (isSmoke ? 1 : 5));
const loopMs = isSmoke ? 300 : 4_000;
const wireReceives = 1_000;
const size = (full: number, smoke: number) => (isSmoke ? smoke : full);

interface Side {
  readonly server: ServerProcess;
  readonly client: Client;
  readonly http: Job["http"];
  readonly resource: string;
  readonly rates: number[];
}

/** Runs a job at each side in turn, after a round that only warms up, and keeps the rates. */
async function compare(name: JobName, sides: readonly Side[], amount = 0): Promise<void> {
  for (const side of sides) side.rates.length = 0;
  for (let round = 0; round <= rounds; round++) {
    for (const side of sides) {
      const { rate } = await run(side, name, amount);
      if (round > 0 && rate !== undefined) side.rates.push(rate);
    }
  }
}

/** The same without the SDK: `callOf` says what each side is asked, over and over. */
async function compareWire(
  sides: readonly Side[],
  perCall: number,
  callOf: (side: Side) => Promise<Omit<ClosedLoop, "url">> | Omit<ClosedLoop, "url">,
): Promise<void> {
  const calls = await Promise.all(sides.map(async (side) => callOf(side)));
  for (const side of sides) side.rates.length = 0;
  for (let round = 0; round <= rounds; round++) {
    for (const [i, side] of sides.entries()) {
      const call = calls[i] as Omit<ClosedLoop, "url">;
      const rate = await callsPerSecond({ ...call, url: side.server.endpoint });
      if (round > 0) side.rates.push(rate * perCall);
    }
  }
}

function run(side: Side, name: JobName, amount = 0) {
  const { server, http, resource } = side;
  return side.client.run({ name, endpoint: server.endpoint, http, resource, ms: loopMs, amount });
}

function side(server: ServerProcess, http: Job["http"], resource: string): Side {
  return { server, client: new Client(), http, resource, rates: [] };
}

async function peerSides(names: readonly PeerName[], resource: string): Promise<readonly Side[]> {
  if (values.alone) return [];
  if (!hasPeers()) {
    console.log("(no peers: npm ci --prefix bench/peers)");
    return [];
  }
  const servers = await Promise.all(names.map(startPeer));
  return servers.map((server) => side(server, "1.1", resource));
}

function end(sides: readonly Side[]): void {
  for (const { server, client } of sides) {
    client.stop();
    server.stop();
  }
}

const benchmarks: Readonly<Record<string, () => Promise<void>>> = {
  async "put-records"() {
    for (const http of ["2", "1.1"] as const) {
      const ours = side(await startAforo(), http, "put");
      const nothing = side(await startNull(http), http, "put");
      const others = http === "1.1" ? await peerSides(["kinesalite", "kinesis-local"], "put") : [];
      const all = [ours, nothing, ...others];
      for (const one of all) await run(one, "create-stream", 4);
      await compare("put-records", all);
      const what = `PutRecords, 500 x 257 B, 4 shards, HTTP/${http}`;
      for (const other of all.slice(1)) printRatio(what, "records/s", ours, other);
      end(all);
    }
  },
  /** Without the SDK, which is the slower side above: what the server itself can take. */
  async "put-records-wire"() {
    const ours = side(await startAforo(), "1.1", "wire");
    const nothing = side(await startNull("1.1"), "1.1", "wire");
    await run(ours, "create-stream", 4);
    const put = {
      headers: kinesisHeaders("PutRecords"),
      body: putRecordsBody("wire"),
      answerHolds: '"FailedRecordCount":0',
      calls: size(1_000, 20),
    };
    await compareWire([ours, nothing], recordsPerCall, () => put);
    printRatio("PutRecords, 500 x 257 B, without the SDK", "records/s", ours, nothing);
    end([ours, nothing]);
  },
  async "put-after-2m"() {
    const server = await startAforo();
    const full = side(server, "2", "full");
    const empty = side(server, "2", "empty");
    for (const one of [full, empty]) await run(one, "create-stream", 1);
    await run(full, "fill-stream", size(2_000_000, 5_000));
    await compare("put-records", [full, empty]);
    printRatio("PutRecords with 2 million records in the shard", "records/s", full, empty);
    end([full, empty]);
  },
  async drain() {
    const ours = side(await startAforo(), "1.1", "drain");
    const nothing = side(await startNull("1.1"), "1.1", "drain");
    const others = await peerSides(["kinesalite"], "drain");
    const all = [ours, nothing, ...others];
    const records = size(100_000, 10_000);
    for (const one of all) {
      await run(one, "create-stream", 1);
      await run(one, "fill-stream", records);
    }
    await compare("drain", all, records);
    for (const other of all.slice(1)) {
      printRatio("GetRecords, 10,000 a call", "records/s", ours, other);
    }
    await compareWire(all, 10_000, async ({ server, resource }) => ({
      headers: kinesisHeaders("GetRecords"),
      body: await getRecordsBody(server.endpoint, resource),
      answerHolds: '"NextShardIterator"',
      calls: size(40, 4),
    }));
    for (const other of all.slice(1)) {
      printRatio("GetRecords, 10,000 a call, without the SDK", "records/s", ours, other);
    }
    end(all);
  },
  async "fan-out"() {
    const ours = side(await startAforo(), "2", "fan-out");
    await run(ours, "create-stream", 1);
    const outcomes = [];
    for (let round = 0; round <= rounds; round++) {
      const outcome = await run(ours, "fan-out");
      if (round > 0) outcomes.push(outcome);
    }
    for (const name of ["p50", "p99"] as const) {
      const measured = outcomes.map((outcome) => outcome[name] ?? Number.NaN);
      printValue(`SubscribeToShard at 1,000 records/s, put to event, ${name}`, "ms", measured);
    }
    end([ours]);
  },
  async sqs() {
    const backlog = size(500_000, 2_000);
    const ours = side(await startAforo(), "1.1", "send");
    const nothing = side(await startNull("1.1"), "1.1", "send");
    const others = await peerSides(["fauxqs"], "send");
    const all = [ours, nothing, ...others];
    for (const one of all) await run(one, "create-queue");
    await compare("send-batch", all);
    for (const other of all.slice(1)) {
      printRatio("SendMessageBatch of 10", "messages/s", ours, other);
    }
    const depth = `backlog of ${backlog.toLocaleString("en-US")}`;
    for (const other of all.slice(1)) {
      // The null server does not mind what is deleted; a peer is compared at receiving alone.
      const job = other === nothing ? "receive-delete" : "receive";
      const deep = [ours, other].map((one) => ({ ...one, resource: job, rates: [] }));
      for (const one of deep) {
        await run(one, "create-queue");
        if (one.server !== nothing.server) await run(one, "fill-queue", backlog);
      }
      await compare(job, deep, backlog / (rounds + 1));
      const [ourDeep = ours, otherDeep = other] = deep;
      printRatio(`${job} of 10, ${depth}`, "messages/s", ourDeep, otherDeep);
      if (job === "receive-delete") continue;
      for (const one of deep) {
        await run(one, "fill-queue", Math.min(backlog, rounds * wireReceives * messagesPerCall));
      }
      await compareWire(deep, messagesPerCall, async ({ server, resource }) => ({
        headers: sqsHeaders("ReceiveMessage"),
        body: await receiveBody(server.endpoint, resource),
        answerHolds: '"ReceiptHandle"',
        calls: size(wireReceives, 20),
      }));
      printRatio(`receive of 10, ${depth}, without the SDK`, "messages/s", ourDeep, otherDeep);
    }
    end(all);
  },
  async s3() {
    const ours = side(await startAforo(), "1.1", "bench");
    const nothing = side(await startNull("1.1"), "1.1", "bench");
    for (const one of [ours, nothing]) await run(one, "create-bucket");
    for (const [job, what] of [
      ["put-object", "PUT of 1 KiB"],
      ["get-object", "GET of 1 KiB"],
    ] as const) {
      await compare(job, [ours, nothing]);
      printRatio(what, "objects/s", ours, nothing);
    }
    end([ours, nothing]);
  },
  collector: () => measureCollector({ rounds, seconds: isSmoke ? 1 : 4 }),
  /** Without a wire: what sealing, packing and accounting for a record costs. */
  /** What one thread of `full-day` could send, if nobody had to take it in. */
  async "send-day"() {
    const ours = side(await startAforo(), "1.1", "day");
    const nothing = side(await startNull("1.1"), "1.1", "day");
    await run(ours, "create-stream", 6);
    await compare("send-day", [ours, nothing]);
    printRatio("one thread of full-day, aggregated", "records/s", ours, nothing);
    end([ours, nothing]);
  },
  async producer() {
    const records = size(400_000, 20_000);
    for (const [how, aggregation] of [
      ["each its own Kinesis record", undefined],
      ["in aggregates of 50 KiB", { bytesMax: 51_200, recordsMax: 100_000 }],
    ] as const) {
      const rates: number[] = [];
      for (let round = 0; round <= rounds; round++) {
        const rate = await producerRate(records, aggregation);
        if (round > 0) rates.push(rate);
      }
      printValue(`producer, records of 257 B, ${how}`, "records/s", rates);
    }
  },
  async generators() {
    measureGenerators({ rounds, events: size(500_000, 5_000) });
  },
  async start() {
    const starts: number[] = [];
    const resident: number[] = [];
    for (let round = 0; round <= rounds; round++) {
      const server = await startAforo([]);
      await new Promise((done) => setTimeout(done, 500));
      if (round > 0) {
        starts.push(server.startMs);
        resident.push(server.residentMB());
      }
      server.stop();
    }
    printValue("start of the process to its first answer", "ms", starts);
    printValue("idle memory", "MB", resident);
  },
};

const chosen = values.only?.split(",") ?? Object.keys(benchmarks);
for (const name of chosen) {
  const benchmark = benchmarks[name];
  if (!benchmark) throw new Error(`there is ${Object.keys(benchmarks).join(", ")}`);
  await benchmark();
}
process.exit(0);
