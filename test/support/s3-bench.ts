import * as sdk from "@aws-sdk/client-s3";
import { contractTarget, type ContractOptions, type ContractTarget } from "./contract-target.ts";

/** One bucket of a target, and a client that takes each answer as it comes. */
export interface S3Bench {
  readonly target: ContractTarget;
  /** It does not retry. */
  readonly client: sdk.S3Client;
  readonly Bucket: string;
  put(
    Key: string,
    Body?: string | Buffer,
    more?: Partial<sdk.PutObjectCommandInput>,
  ): Promise<sdk.PutObjectCommandOutput>;
  head(Key: string): Promise<sdk.HeadObjectCommandOutput>;
  /** The id of a new upload. */
  upload(Key: string): Promise<string>;
  part(Key: string, UploadId: string, part: PartOf): Promise<sdk.CompletedPart>;
  complete(Key: string, UploadId: string, Parts: readonly sdk.CompletedPart[]): Promise<unknown>;
  advance(ms: number): Promise<void>;
  close(): Promise<void>;
}

interface PartOf {
  readonly PartNumber: number;
  readonly Body: string | Buffer;
}

/** In the emulator, time stands still but for `advance`. */
export async function s3Bench(options: ContractOptions = {}): Promise<S3Bench> {
  const target = await contractTarget({ time: "standing", ...options });
  const client = new sdk.S3Client({ ...target.client, forcePathStyle: true, maxAttempts: 1 });
  const Bucket = target.unique("limits");
  await client.send(new sdk.CreateBucketCommand({ Bucket }));

  async function empty(): Promise<void> {
    const { Uploads = [] } = await client.send(new sdk.ListMultipartUploadsCommand({ Bucket }));
    for (const { Key, UploadId } of Uploads) {
      await client.send(new sdk.AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
    }
    const { Contents = [] } = await client.send(new sdk.ListObjectsV2Command({ Bucket }));
    if (Contents.length === 0) return;
    const Objects = Contents.map(({ Key }) => ({ Key }));
    await client.send(new sdk.DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    await empty();
  }

  return {
    target,
    client,
    Bucket,
    put: (Key, Body = "x", more = {}) =>
      client.send(new sdk.PutObjectCommand({ Bucket, Key, Body, ...more })),
    head: (Key) => client.send(new sdk.HeadObjectCommand({ Bucket, Key })),
    async upload(Key) {
      const answer = await client.send(new sdk.CreateMultipartUploadCommand({ Bucket, Key }));
      return answer.UploadId as string;
    },
    async part(Key, UploadId, { PartNumber, Body }) {
      const input = { Bucket, Key, UploadId, PartNumber, Body };
      const { ETag } = await client.send(new sdk.UploadPartCommand(input));
      return { PartNumber, ETag };
    },
    complete: (Key, UploadId, Parts) => {
      const MultipartUpload = { Parts: [...Parts] };
      const input = { Bucket, Key, UploadId, MultipartUpload };
      return client.send(new sdk.CompleteMultipartUploadCommand(input));
    },
    advance: (ms) => target.advance(ms),
    async close() {
      if (target.kind === "endpoint") {
        await empty();
        await client.send(new sdk.DeleteBucketCommand({ Bucket }));
      }
      client.destroy();
      await target.stop();
    },
  };
}
