import * as sdk from "@aws-sdk/client-kinesis";
import { contractTarget, type ContractOptions, type ContractTarget } from "./contract-target.ts";

export const firstShard = "shardId-000000000000";

/** Streams of a target, and a client that takes each answer as it comes. */
export interface KinesisBench {
  readonly target: ContractTarget;
  /** It does not retry. */
  readonly client: sdk.KinesisClient;
  /** A stream that is ACTIVE; of one shard, unless the input says otherwise. */
  stream(input?: Partial<sdk.CreateStreamCommandInput>): Promise<Named>;
  active(StreamName: string): Promise<sdk.StreamDescriptionSummary>;
  put(StreamName: string, records: readonly sdk.PutRecordsRequestEntry[]): Promise<Put>;
  iterator(StreamName: string, ShardId?: string): Promise<string>;
  advance(ms: number): Promise<void>;
  close(): Promise<void>;
}

interface Named {
  readonly StreamName: string;
  readonly StreamARN: string;
}

interface Put {
  readonly accepted: number;
  /** One for each record that was refused. */
  readonly refused: readonly sdk.PutRecordsResultEntry[];
}

/** In the emulator, time stands still but for `advance`. */
export async function kinesisBench(options: ContractOptions = {}): Promise<KinesisBench> {
  const target = await contractTarget({ time: "standing", ...options });
  const client = new sdk.KinesisClient({ ...target.client, maxAttempts: 1 });
  // Elsewhere, streams are made and looked at under rates that other tests share.
  const maxAttempts = target.kind === "endpoint" ? 10 : 1;
  const patient = new sdk.KinesisClient({ ...target.client, maxAttempts });
  const made: string[] = [];

  async function active(StreamName: string): Promise<sdk.StreamDescriptionSummary> {
    await sdk.waitUntilStreamExists({ client: patient, maxWaitTime: 240 }, { StreamName });
    const answer = await patient.send(new sdk.DescribeStreamSummaryCommand({ StreamName }));
    return answer.StreamDescriptionSummary as sdk.StreamDescriptionSummary;
  }

  return {
    target,
    client,
    active,
    async stream(input = {}) {
      const StreamName = target.unique("limits");
      const ShardCount = input.StreamModeDetails ? undefined : 1;
      await patient.send(new sdk.CreateStreamCommand({ StreamName, ShardCount, ...input }));
      made.push(StreamName);
      return { StreamName, StreamARN: (await active(StreamName)).StreamARN as string };
    },
    async put(StreamName, records) {
      const Records = [...records];
      const answer = await client.send(new sdk.PutRecordsCommand({ StreamName, Records }));
      const refused = (answer.Records ?? []).filter((record) => record.ErrorCode !== undefined);
      return { accepted: Records.length - refused.length, refused };
    },
    async iterator(StreamName, ShardId = firstShard) {
      const input = { StreamName, ShardId, ShardIteratorType: "TRIM_HORIZON" } as const;
      const answer = await client.send(new sdk.GetShardIteratorCommand(input));
      return answer.ShardIterator as string;
    },
    advance: (ms) => target.advance(ms),
    async close() {
      if (target.kind === "endpoint") {
        for (const StreamName of made) {
          const input = { StreamName, EnforceConsumerDeletion: true };
          await patient.send(new sdk.DeleteStreamCommand(input));
        }
      }
      client.destroy();
      patient.destroy();
      await target.stop();
    },
  };
}

/** Records of so many bytes each, the key of one letter included; equal keys are of one shard. */
export function recordsOf(count: number, bytes: number, key = "k"): sdk.PutRecordsRequestEntry[] {
  const Data = Buffer.alloc(bytes - Buffer.byteLength(key));
  return Array.from({ length: count }, () => ({ PartitionKey: key, Data }));
}
