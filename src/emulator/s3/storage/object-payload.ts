import { nullVersionId } from "../versions/version-id.ts";
import type { ObjectDocument, SavedBody } from "./documents.ts";

/**
 * The document of an object in fewer bytes than as JSON, and read again in a fraction of the time:
 * there may be millions. Numbers little-endian, strings Latin-1 with their length before them (2):
 *
 *     sequence (6) | lastModifiedMs (6) | bytes of a body that is kept with it, or noBody (6)
 *     bucket | key | version id | ETag | checksum | bytes of the JSON (4) | JSON of all else
 */
const fixedBytes = 18;
const noBody = 2 ** 48 - 1;

/** What most objects have in common with others. */
interface Rest extends Pick<
  ObjectDocument,
  "headers" | "checksumType" | "storageClass" | "parts" | "tags" | "acl" | "completes"
> {
  readonly algorithm: ObjectDocument["checksum"]["algorithm"];
  readonly body?: SavedBody | undefined;
}

/** An upper bound, and what `writeObject` needs again. */
export interface MeasuredObject {
  readonly strings: readonly string[];
  readonly rest: string;
  readonly bytesMax: number;
}

export function measureObject(document: ObjectDocument): MeasuredObject {
  const { headers, checksum, checksumType, storageClass, parts, tags, acl, completes } = document;
  const body = typeof document.body === "number" ? undefined : document.body;
  const { algorithm, value } = checksum;
  const described = { headers, algorithm, checksumType, storageClass, parts, tags, acl };
  const rest = JSON.stringify({ ...described, completes, body } satisfies Rest);
  const { bucket, key, versionId, etag } = document;
  const strings = [bucket, key, versionId, etag, value];
  // No UTF-16 unit takes more than three bytes.
  let bytesMax = fixedBytes + 4 + 3 * rest.length;
  for (const { length } of strings) bytesMax += 2 + length;
  return { strings, rest, bytesMax };
}

/** Answers with the end of what was written. */
export function writeObject(
  to: Buffer,
  document: ObjectDocument,
  { strings, rest }: MeasuredObject,
): number {
  to.writeUIntLE(document.sequence, 1, 6);
  to.writeUIntLE(document.lastModifiedMs, 7, 6);
  to.writeUIntLE(typeof document.body === "number" ? document.body : noBody, 13, 6);
  let at = 1 + fixedBytes;
  for (const string of strings) {
    to.writeUInt16LE(string.length, at);
    to.write(string, at + 2, "latin1");
    at += 2 + string.length;
  }
  const restBytes = to.write(rest, at + 4);
  to.writeUInt32LE(restBytes, at);
  return at + 4 + restBytes;
}

export function readObject(payload: Buffer): ObjectDocument {
  let at = 1 + fixedBytes;
  const string = (): string => {
    const start = at + 2;
    at = start + payload.readUInt16LE(at);
    return payload.toString("latin1", start, at);
  };
  const [bucket, key, versionId] = [string(), string(), string()];
  const [etag, value] = [string(), string()];
  const restStart = at + 4;
  const restEnd = restStart + payload.readUInt32LE(at);
  const rest = readRest(payload.toString("utf8", restStart, restEnd));
  const { headers, algorithm, checksumType, storageClass, parts, tags, acl, completes } = rest;
  const inlineBytes = payload.readUIntLE(13, 6);
  return {
    kind: "object",
    bucket,
    key,
    versionId: versionId === nullVersionId ? nullVersionId : versionId,
    sequence: payload.readUIntLE(1, 6),
    etag,
    lastModifiedMs: payload.readUIntLE(7, 6),
    headers,
    checksum: { algorithm, value },
    checksumType,
    storageClass,
    parts,
    tags,
    acl,
    completes,
    body: inlineBytes === noBody ? (rest.body ?? []) : inlineBytes,
  };
}

/** Objects that are alike share what is: it is never changed in place. */
const known = new Map<string, Rest>();
const knownMax = 1_000;

function readRest(json: string): Rest {
  const before = known.get(json);
  if (before) return before;
  const rest = JSON.parse(json) as Rest;
  if (rest.body === undefined) {
    if (known.size === knownMax) known.clear();
    known.set(json, rest);
  }
  return rest;
}
