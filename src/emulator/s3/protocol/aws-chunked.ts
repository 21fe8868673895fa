import { S3Error } from "../errors.ts";

export interface DecodedBody {
  readonly bytes: Buffer;
  /** Headers that came after the last chunk, lower-case names. */
  readonly trailers: Readonly<Record<string, string>>;
}

const chunkHeader = /^([0-9a-f]{1,8})(?:;chunk-signature=[0-9a-f]{1,64})?$/i;
const lineBytesMax = 1_024;

/**
 * Undoes the aws-chunked encoding: chunks of `hexlen[;chunk-signature=…]\r\n bytes \r\n`, the last
 * of length 0, then trailer lines and an empty line. Signatures are not verified. Source:
 * "Signature calculations: transferring payload in multiple chunks", S3 API reference.
 *
 * Throws IncompleteBody where the body ends early, is framed wrongly or goes on after its end, and
 * MalformedTrailerError for a trailer line without a colon.
 */
export function decodeAwsChunked(body: Buffer): DecodedBody {
  const chunks: Buffer[] = [];
  let at = 0;
  for (;;) {
    const header = lineAt(body, at);
    const length = chunkHeader.exec(header.text)?.[1];
    if (length === undefined) throw new S3Error("IncompleteBody");
    const from = header.next;
    const to = from + parseInt(length, 16);
    if (to === from) {
      const bytes = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
      return { bytes, trailers: trailersAt(body, from) };
    }
    if (body[to] !== 0x0d || body[to + 1] !== 0x0a) throw new S3Error("IncompleteBody");
    chunks.push(body.subarray(from, to));
    at = to + 2;
  }
}

function trailersAt(body: Buffer, start: number): Readonly<Record<string, string>> {
  const trailers: Record<string, string> = {};
  let at = start;
  for (;;) {
    const line = lineAt(body, at);
    at = line.next;
    if (line.text === "") break;
    const colon = line.text.indexOf(":");
    if (colon <= 0) throw new S3Error("MalformedTrailerError");
    trailers[line.text.slice(0, colon).toLowerCase()] = line.text.slice(colon + 1).trim();
  }
  if (at !== body.length) throw new S3Error("IncompleteBody");
  return trailers;
}

function lineAt(body: Buffer, from: number): { readonly text: string; readonly next: number } {
  const end = body.indexOf("\r\n", from, "latin1");
  if (end < 0 || end - from > lineBytesMax) throw new S3Error("IncompleteBody");
  return { text: body.toString("latin1", from, end), next: end + 2 };
}
