import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import type { ScanHistory } from "../core/history/scan.ts";
import { writerOf } from "../pipeline/sink.ts";
import { LineScan, type Expected, type LineForm } from "./line-scan.ts";
import { LineSplitter } from "./line-splitter.ts";

/** Objects read at once. */
const readsInFlight = 4;
/** What is unpacked at a time is to stay in the processor's cache while its lines are read. */
const chunkSize = 262_144;

/** Some objects of one place. */
export interface ObjectScan {
  readonly bucket: string;
  readonly keys: readonly string[];
  readonly form: LineForm;
  /** The instances that were killed. */
  readonly killed: ReadonlySet<string>;
}

/** Reads objects of gzipped lines over the wire and says what is in them. */
export async function scanObjects(
  { bucket, keys, form, killed }: ObjectScan,
  expected: Expected,
  s3: S3Client,
): Promise<ScanHistory> {
  const lines = new LineScan(expected);
  const { scan } = lines;
  let next = 0;
  const read = async () => {
    for (let key = keys[next++]; key !== undefined; key = keys[next++]) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      const place = { name: `${bucket}/${key}`, form, isByKilled: killed.has(writerOf(key)) };
      const splitter = new LineSplitter((bytes, span) => lines.lineAmong(bytes, span, place));
      const unpacked = createGunzip({ chunkSize });
      await pipeline(Body as Readable, unpacked, async (chunks: AsyncIterable<Buffer>) => {
        for await (const chunk of chunks) splitter.add(chunk);
      });
      splitter.end();
      scan.objects++;
      scan.bytes += unpacked.bytesWritten;
    }
  };
  await Promise.all(Array.from({ length: readsInFlight }, read));
  return scan;
}
