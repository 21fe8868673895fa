import type { Journal, JournalPlace } from "../../storage/journal.ts";
import { JoinedBody } from "../body-store.ts";
import type { StoredBody } from "../body-store.ts";
import { keyBytesOf } from "../key-bytes.ts";
import type { KeyIndex } from "../key-index.ts";
import { partKey } from "../multipart/upload.ts";
import type { MultipartUpload, UploadedPart } from "../multipart/upload.ts";
import type { Bucket, ObjectVersion, StoredObject } from "../objects.ts";
import { entryKey } from "../versions/entry-key.ts";
import { findVersion } from "../versions/versions.ts";
import type { ChangeRecord, Saved, SavedEntry, VersionChange } from "./change-record.ts";
import type { Document, ObjectDocument, SavedBody } from "./documents.ts";
import { KeptBody } from "./kept-bodies.ts";
import type { KeptBodies } from "./kept-bodies.ts";
import { documentOf, documentPayload, objectPayload } from "./payload.ts";

/** How many sequence numbers a bucket is given at a time: its document says how far they go. */
const sequencesAtOnce = 65_536;

export interface JournaledChangesOptions {
  readonly journal: Journal;
  readonly bodies: KeptBodies;
  readonly buckets: KeyIndex<Bucket>;
}

/** Writes every change to the journal, before what it replaces is marked dead there. */
export class JournaledChanges implements ChangeRecord {
  readonly #journal: Journal;
  readonly #bodies: KeptBodies;
  readonly #buckets: KeyIndex<Bucket>;

  constructor({ journal, bodies, buckets }: JournaledChangesOptions) {
    this.#journal = journal;
    this.#bodies = bodies;
    this.#buckets = buckets;
  }

  bucket(bucket: Bucket): void {
    const sequencesTo = bucket.nextSequence + sequencesAtOnce;
    const { name, region, createdAtMs, versioning } = bucket;
    const configurations = [...bucket.configurations];
    const document = { region, createdAtMs, versioning, configurations, sequencesTo };
    const place = this.#append({ kind: "bucket", bucket: name, ...document });
    this.#dead(bucket);
    bucket.saved = { place, sequencesTo };
  }

  bucketGone(bucket: Bucket): void {
    this.#bury({ kind: "bucket-gone", bucket: bucket.name });
    this.#dead(bucket);
    for (const [, upload] of bucket.uploads.from("")) this.#uploadDead(upload);
  }

  version(bucket: Bucket, key: string, change: VersionChange): void {
    this.#reserveSequences(bucket);
    const { version, replaced, completed } = change;
    const before = version.saved;
    if (version.kind === "object") {
      this.#appendObject({ bucket: bucket.name, key, completes: completed?.sequence }, version);
    } else {
      const { versionId, sequence, lastModifiedMs } = version;
      const document = { bucket: bucket.name, key, versionId, sequence, lastModifiedMs };
      version.saved = { place: this.#append({ kind: "marker", ...document }) };
    }
    if (before) this.#journal.markDead(before.place);
    if (replaced) this.#dead(replaced);
    if (completed) this.uploadGone(bucket, completed);
  }

  versionGone(bucket: Bucket, key: string, version: ObjectVersion): void {
    const { versionId } = version;
    this.#bury({ kind: "version-gone", bucket: bucket.name, key, versionId });
    this.#dead(version);
  }

  upload(bucket: Bucket, upload: MultipartUpload): void {
    this.#reserveSequences(bucket);
    const { id, key, sequence, initiatedAtMs, description, checksum, startedOver } = upload;
    const document = { id, key, sequence, initiatedAtMs, description, checksum, startedOver };
    const place = this.#append({ kind: "upload", bucket: bucket.name, ...document });
    upload.saved = { place };
  }

  uploadGone(bucket: Bucket, upload: MultipartUpload): void {
    this.#bury({ kind: "upload-gone", bucket: bucket.name, sequence: upload.sequence });
    this.#uploadDead(upload);
  }

  part(bucket: Bucket, upload: MultipartUpload, part: UploadedPart): void {
    const { key, sequence } = upload;
    const { number, etag, lastModifiedMs, checksum } = part;
    const document = { bucket: bucket.name, key, sequence, number, etag, lastModifiedMs, checksum };
    const body = this.#placed(part.body);
    part.saved = { place: this.#append({ kind: "part", ...document, body }) };
    const replaced = upload.parts.get(partKey(number));
    if (replaced && replaced !== part) this.#dead(replaced);
  }

  /** See JournalOptions; of a payload that is a document. */
  relocate(payload: Buffer, place: JournalPlace): void {
    const saved = this.#entryOf(documentOf(payload));
    if (saved?.place.segment !== place.segment || saved.place.offset !== place.offset) return;
    saved.place = this.#journal.append(payload);
    this.#journal.markDead(place);
  }

  #reserveSequences(bucket: Bucket): void {
    const { saved } = bucket;
    if (!saved || bucket.nextSequence > saved.sequencesTo) this.bucket(bucket);
  }

  /** A small body goes with the object: one entry, and one read. */
  #appendObject(
    at: { readonly bucket: string; readonly key: string; readonly completes: number | undefined },
    object: StoredObject,
  ): void {
    const { body } = object;
    const inline = body instanceof KeptBody && !body.slices ? body : undefined;
    // Written out: a spread would take longer than all else.
    const document: ObjectDocument = {
      kind: "object",
      bucket: at.bucket,
      key: at.key,
      versionId: object.versionId,
      sequence: object.sequence,
      etag: object.etag,
      lastModifiedMs: object.lastModifiedMs,
      headers: object.headers,
      checksum: object.checksum,
      checksumType: object.checksumType === "FULL_OBJECT" ? undefined : object.checksumType,
      storageClass: object.storageClass === "STANDARD" ? undefined : object.storageClass,
      parts: object.parts,
      tags: object.tags,
      acl: object.acl,
      completes: at.completes,
      body: inline ? inline.sizeBytes : this.#placed(body),
    };
    const bytes = inline?.read(0, inline.sizeBytes);
    object.saved = { place: this.#journal.append(objectPayload(document, bytes)) };
    if (inline) inline.entry = object.saved;
  }

  /** The body as slices of its own: it may outlive what names it. */
  #placed(body: StoredBody): SavedBody {
    return keptBodiesOf(body).map((kept) => [this.#bodies.place(kept), kept.sizeBytes] as const);
  }

  #append(document: Exclude<Document, ObjectDocument>): JournalPlace {
    return this.#journal.append(documentPayload(document));
  }

  #bury(document: Exclude<Document, ObjectDocument>): void {
    this.#journal.append(documentPayload(document), "tombstone");
  }

  #uploadDead(upload: MultipartUpload): void {
    this.#dead(upload);
    for (const [, part] of upload.parts.from("")) this.#dead(part);
  }

  #dead(thing: Saved): void {
    if (thing.saved) this.#journal.markDead(thing.saved.place);
    thing.saved = undefined;
  }

  /** Where the latest entry is of what the document is about. */
  #entryOf(document: Document): SavedEntry | undefined {
    const bucket = this.#buckets.get(document.bucket);
    if (!bucket) return undefined;
    switch (document.kind) {
      case "bucket":
        return bucket.saved;
      case "object":
      case "marker":
        return findVersion(bucket, document.key, document.versionId)?.saved;
      case "upload":
        return uploadOf(bucket, document)?.saved;
      case "part":
        return uploadOf(bucket, document)?.parts.get(partKey(document.number))?.saved;
      case "bucket-gone":
      case "version-gone":
      case "upload-gone":
        return undefined;
    }
  }
}

/** What a body is joined of, through all levels: a part may be so itself. */
function keptBodiesOf(body: StoredBody): readonly KeptBody[] {
  if (body instanceof JoinedBody) return body.bodies.flatMap(keptBodiesOf);
  if (body instanceof KeptBody) return [body];
  throw new TypeError("the body is of another store");
}

function uploadOf(
  bucket: Bucket,
  { key, sequence }: { readonly key: string; readonly sequence: number },
): MultipartUpload | undefined {
  return bucket.uploads.get(entryKey(keyBytesOf(key), sequence));
}
