import { EnvelopeReader } from "../../src/core/envelope.ts";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { PutRecordsCommand } from "@aws-sdk/client-kinesis";
import { GetObjectCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import { realClock } from "../../src/core/clock.ts";
import { History } from "../../src/core/history/history.ts";
import { startEmulator, type EmulatorSettings } from "../../src/emulator/server.ts";
import type { StageContext } from "../../src/pipeline/stage.ts";
import type { Plan } from "../../src/scenario/plan.ts";
import { createClients, type Clients } from "../../src/targets/clients.ts";
import { provision, type Provisioned } from "../../src/targets/provision.ts";
import type { Target } from "../../src/targets/target.ts";
import { testRun, type SealedRecord } from "./shipped-plan.ts";

const decompress = promisify(gunzip);

/** An emulator in this process with the resources of a plan. */
export interface StageBench {
  readonly clients: Clients;
  readonly made: Provisioned;
  readonly target: Target;
  put(stream: string, records: readonly SealedRecord[]): Promise<void>;
  /** Every line below a prefix, without those that are empty. */
  lines(bucket: string, prefix: string): Promise<string[]>;
  close(): Promise<void>;
}

export async function openBench(
  plan: Plan,
  limits: EmulatorSettings["limits"] = {},
): Promise<StageBench> {
  const emulator = await startEmulator({ limits });
  const { endpoint } = emulator;
  const target = { kind: "embedded", endpoint, region: "us-east-1", nameSuffix: "" } as const;
  const clients = createClients(target);
  const made = await provision(plan, target, clients);
  return {
    clients,
    made,
    target,
    async put(stream, records) {
      for (let from = 0; from < records.length; from += 500) {
        const Records = records.slice(from, from + 500).map(({ data, partitionKey }) => {
          return { Data: data, PartitionKey: partitionKey };
        });
        const put = new PutRecordsCommand({ StreamName: made.streams[stream], Records });
        const { FailedRecordCount } = await clients.kinesis.send(put);
        if (FailedRecordCount !== 0) throw new Error(`${FailedRecordCount} records were refused`);
      }
    },
    async lines(bucket, Prefix) {
      const Bucket = made.buckets[bucket];
      const { Contents = [] } = await clients.s3.send(new ListObjectsV2Command({ Bucket, Prefix }));
      const found: string[] = [];
      for (const { Key } of Contents) {
        const { Body } = await clients.s3.send(new GetObjectCommand({ Bucket, Key }));
        const text = String(await decompress((await Body?.transformToByteArray()) ?? ""));
        found.push(...text.split("\n").filter((line) => line !== ""));
      }
      return found;
    },
    async close() {
      clients.destroy();
      await emulator.stop();
    },
  };
}

/** What a stage is given whose clients are those of a bench, or stand-ins for them. */
export function stageContext(
  plan: Plan,
  clients: Partial<StageContext["clients"]>,
  more: Partial<StageContext> = {},
): StageContext {
  return {
    plan,
    envelopes: new EnvelopeReader(testRun),
    instance: "stage-1",
    clients: clients as StageContext["clients"],
    names: {
      stream: (name) => name,
      queueUrl: (name) => name,
      bucket: (name) => name,
      consumerArn: (instance) => instance,
    },
    clock: realClock,
    startUs: realClock.monotonicUs(),
    store: undefined,
    history: new History(),
    ...more,
  };
}
