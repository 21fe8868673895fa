import type { IncomingMessage } from "node:http";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import type { Ticket } from "./admission.ts";

const decompress = promisify(gunzip);

export type RequestBody =
  | { readonly kind: "read"; readonly body: Buffer }
  /** Not taken in: the status and the words of the answer. */
  | { readonly kind: "refused"; readonly status: number; readonly error: string }
  /** The client left before its body was complete: there is nobody to answer. */
  | { readonly kind: "gone" };

const tooLarge = { kind: "refused", status: 413, error: "too large" } as const;
const overloaded = { kind: "refused", status: 503, error: "overloaded" } as const;
const notGzip = { kind: "refused", status: 400, error: "the body is not gzip" } as const;

/**
 * Reads a request's body, at most `bytesMax` bytes before and after decompression. Room is taken
 * for each piece before it is kept; of a body that is refused, the rest is read and dropped.
 */
export async function readBody(
  request: IncomingMessage,
  { bytesMax, ticket }: { readonly bytesMax: number; readonly ticket: Ticket },
): Promise<RequestBody> {
  const encoding = request.headers["content-encoding"] ?? "identity";
  if (encoding !== "gzip" && encoding !== "identity") {
    return { kind: "refused", status: 415, error: `content-encoding ${encoding} is not known` };
  }
  if (Number(request.headers["content-length"] ?? 0) > bytesMax) return tooLarge;
  const pieces: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const piece of request.iterator({ destroyOnReturn: false })) {
      const { length } = piece as Buffer;
      bytes += length;
      if (bytes > bytesMax) return tooLarge;
      if (!ticket.take({ bytes: length })) return overloaded;
      pieces.push(piece as Buffer);
    }
  } catch {
    return { kind: "gone" };
  }
  const body = Buffer.concat(pieces, bytes);
  return encoding === "gzip" ? unpacked(body, bytesMax, ticket) : { kind: "read", body };
}

async function unpacked(body: Buffer, bytesMax: number, ticket: Ticket): Promise<RequestBody> {
  // Before it is unpacked nobody knows its size: room is taken for the largest.
  if (!ticket.take({ bytes: bytesMax })) return overloaded;
  try {
    return { kind: "read", body: await decompress(body, { maxOutputLength: bytesMax }) };
  } catch (error) {
    return (error as { code?: string }).code === "ERR_BUFFER_TOO_LARGE" ? tooLarge : notGzip;
  }
}
