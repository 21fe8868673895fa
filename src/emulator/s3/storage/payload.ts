import type { Document, ObjectDocument } from "./documents.ts";
import { measureObject, readObject, writeObject } from "./object-payload.ts";

/**
 * The payloads of S3's journal, numbers little-endian:
 *
 *     slice     1 | body id (6) | index (4) | bytes of the whole body (6) | these bytes of it
 *     document  2 | JSON
 *     object    3 | its document (see object-payload.ts) | its body, where that is kept with it
 */
const kinds = { slice: 1, document: 2, object: 3 } as const;
const sliceHeaderBytes = 17;

/** All slices of a body but the last are as long. A piece of an answer is a multiple of it. */
export const sliceBytes = 131_072;

export interface SliceHeader {
  readonly id: number;
  readonly index: number;
  /** Of the whole body. */
  readonly bodyBytes: number;
}

/** Used again by each payload that is made: a journal copies what is appended. */
const scratch = Buffer.allocUnsafeSlow(sliceHeaderBytes + sliceBytes);

/** The payload is good until the next is made. */
export function slicePayload({ id, index, bodyBytes }: SliceHeader, bytes: Buffer): Buffer {
  const payload = room(sliceHeaderBytes + bytes.length);
  payload[0] = kinds.slice;
  payload.writeUIntLE(id, 1, 6);
  payload.writeUInt32LE(index, 7);
  payload.writeUIntLE(bodyBytes, 11, 6);
  payload.set(bytes, sliceHeaderBytes);
  return payload;
}

/** The payload is good until the next is made. */
export function documentPayload(document: Exclude<Document, ObjectDocument>): Buffer {
  const json = JSON.stringify(document);
  // No UTF-16 unit takes more than three bytes.
  const most = room(1 + 3 * json.length);
  most[0] = kinds.document;
  return most.subarray(0, 1 + most.write(json, 1));
}

/** The payload is good until the next is made. */
export function objectPayload(document: ObjectDocument, body: Buffer | undefined): Buffer {
  const measured = measureObject(document);
  const bodyBytes = body?.length ?? 0;
  const most = room(1 + measured.bytesMax + bodyBytes);
  most[0] = kinds.object;
  const end = writeObject(most, document, measured);
  if (body) most.set(body, end);
  return most.subarray(0, end + bodyBytes);
}

function room(bytes: number): Buffer {
  if (bytes > scratch.length) {
    // What is larger than a slice is rare, and does not keep its memory.
    return Buffer.allocUnsafeSlow(bytes);
  }
  return scratch.subarray(0, bytes);
}

/** Undefined where the payload is a document. */
export function sliceHeaderOf(payload: Buffer): SliceHeader | undefined {
  if (payload[0] !== kinds.slice) return undefined;
  return {
    id: payload.readUIntLE(1, 6),
    index: payload.readUInt32LE(7),
    bodyBytes: payload.readUIntLE(11, 6),
  };
}

/** The bytes of a slice. */
export function sliceOf(payload: Buffer): Buffer {
  return payload.subarray(sliceHeaderBytes);
}

/** What a payload that is no slice says. */
export function documentOf(payload: Buffer): Document {
  if (payload[0] === kinds.object) return readObject(payload);
  return JSON.parse(payload.toString("utf8", 1)) as Document;
}
