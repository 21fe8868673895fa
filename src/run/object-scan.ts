import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import type { ScanHistory } from "../core/history/scan.ts";
import { writerOf } from "../pipeline/sink.ts";
import { LineScan, type Expected, type LineForm } from "./line-scan.ts";

const decompress = promisify(gunzip);

/** Objects read at once. */
const readsInFlight = 4;
const newline = 0x0a;
/** Lines are many times as large as what they are compressed to. */
const chunkSize = 1_048_576;

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
      const stored = Buffer.from((await Body?.transformToByteArray()) ?? []);
      scan.objects++;
      scan.bytes += stored.length;
      const place = { name: `${bucket}/${key}`, form, isByKilled: killed.has(writerOf(key)) };
      for (const line of linesOf(await decompress(stored, { chunkSize }))) lines.line(line, place);
    }
  };
  await Promise.all(Array.from({ length: readsInFlight }, read));
  return scan;
}

function* linesOf(content: Buffer): Generator<Buffer> {
  let from = 0;
  while (from < content.length) {
    const end = content.indexOf(newline, from);
    const until = end < 0 ? content.length : end;
    if (until > from) yield content.subarray(from, until);
    from = until + 1;
  }
}
