import type { Journal, JournalPlace } from "../../storage/journal.ts";
import { JoinedBody } from "../body-store.ts";
import type { StoredBody } from "../body-store.ts";
import { keyBytesOf } from "../key-bytes.ts";
import { KeyIndex } from "../key-index.ts";
import { partKey } from "../multipart/upload.ts";
import type { UploadedPart } from "../multipart/upload.ts";
import type { Bucket, ObjectVersion, StoredObject } from "../objects.ts";
import { entryKey } from "../versions/entry-key.ts";
import { VersionHistory } from "../versions/version-history.ts";
import { findVersion, removeVersion, restoreVersion } from "../versions/versions.ts";
import type { Saved, SavedEntry } from "./change-record.ts";
import type {
  BucketDocument,
  Document,
  ObjectDocument,
  PartDocument,
  SavedBody,
  UploadDocument,
} from "./documents.ts";
import { KeptBody } from "./kept-bodies.ts";
import type { KeptBodies } from "./kept-bodies.ts";
import { documentOf, documentPayload, sliceHeaderOf } from "./payload.ts";

type SavedDocument<D> = { readonly document: D; readonly saved: SavedEntry };

/** An upload as far as it was found: its parts may come before it. */
interface FoundUpload {
  upload?: SavedDocument<UploadDocument>;
  readonly parts: KeyIndex<UploadedPart>;
  /** Its object is there, but not yet its end. */
  isCompleted: boolean;
}

/** A bucket as far as it was found: its own document may come last. */
interface FoundBucket {
  bucket?: SavedDocument<BucketDocument>;
  sizeBytes: number;
  readonly objects: KeyIndex<StoredObject>;
  readonly history: VersionHistory;
  /** By sequence number. */
  readonly uploads: Map<number, FoundUpload>;
}

/**
 * Makes the buckets anew out of the entries of a journal, and marks dead there what does not hold
 * any more.
 */
export class Recovery {
  readonly #journal: Journal;
  readonly #bodies: KeptBodies;
  readonly #found = new Map<string, FoundBucket>();

  constructor(journal: Journal, bodies: KeptBodies) {
    this.#journal = journal;
    this.#bodies = bodies;
  }

  visit(payload: Buffer, place: JournalPlace): void {
    const slice = sliceHeaderOf(payload);
    if (slice) this.#bodies.found(slice, place);
    else this.#visitDocument(documentOf(payload), { place });
  }

  /**
   * Fills the index with the buckets.
   *
   * @throws RangeError where entries are missing that a crash cannot have taken.
   */
  finish(buckets: KeyIndex<Bucket>): void {
    for (const [name, found] of this.#found) buckets.set(name, this.#finished(name, found));
    this.#bodies.dropUnowned();
  }

  #visitDocument(document: Document, saved: SavedEntry): void {
    switch (document.kind) {
      case "bucket": {
        const found = this.#bucket(document.bucket);
        if (found.bucket) this.#dead(found.bucket);
        found.bucket = { document, saved };
        return;
      }
      case "bucket-gone":
        this.#removeBucket(document.bucket);
        return;
      case "object":
        this.#restore(document, this.#objectOf(document, saved));
        if (document.completes !== undefined) this.#complete(document.bucket, document.completes);
        return;
      case "marker": {
        const { versionId, sequence, lastModifiedMs } = document;
        const marker = { kind: "delete-marker", versionId, sequence, lastModifiedMs } as const;
        this.#restore(document, { ...marker, saved });
        return;
      }
      case "version-gone": {
        const found = this.#bucket(document.bucket);
        const version = findVersion(found, document.key, document.versionId);
        if (!version) return;
        removeVersion(found, document.key, version);
        this.#dead(version);
        return;
      }
      case "upload":
        this.#upload(document).upload = { document, saved };
        return;
      case "upload-gone":
        this.#removeUpload(document.bucket, document.sequence);
        return;
      case "part": {
        const { number, etag, lastModifiedMs, checksum } = document;
        const body = this.#bodyOf(document.body, saved);
        const part = { number, etag, lastModifiedMs, checksum, body, saved };
        const replaced = this.#upload(document).parts.set(partKey(number), part);
        if (replaced) this.#dead(replaced);
      }
    }
  }

  #bucket(name: string): FoundBucket {
    const known = this.#found.get(name);
    if (known) return known;
    const found: FoundBucket = {
      sizeBytes: 0,
      objects: new KeyIndex(),
      history: new VersionHistory(),
      uploads: new Map(),
    };
    this.#found.set(name, found);
    return found;
  }

  #upload({ bucket, sequence }: UploadDocument | PartDocument): FoundUpload {
    const { uploads } = this.#bucket(bucket);
    const found = uploads.get(sequence) ?? { parts: new KeyIndex(), isCompleted: false };
    uploads.set(sequence, found);
    return found;
  }

  #restore(at: { readonly bucket: string; readonly key: string }, version: ObjectVersion): void {
    const replaced = restoreVersion(this.#bucket(at.bucket), at.key, version);
    if (replaced) this.#dead(replaced);
  }

  /** What the crash may have left out: the end of an upload that is an object. */
  #complete(bucket: string, sequence: number): void {
    const upload = this.#found.get(bucket)?.uploads.get(sequence);
    if (upload) upload.isCompleted = true;
  }

  #removeUpload(bucket: string, sequence: number): void {
    const uploads = this.#found.get(bucket)?.uploads;
    const found = uploads?.get(sequence);
    if (!uploads || !found) return;
    uploads.delete(sequence);
    if (found.upload) this.#dead(found.upload);
    for (const [, part] of found.parts.from("")) this.#dead(part);
  }

  #removeBucket(name: string): void {
    const found = this.#found.get(name);
    if (!found) return;
    for (const sequence of found.uploads.keys()) this.#removeUpload(name, sequence);
    if (found.bucket) this.#dead(found.bucket);
    this.#found.delete(name);
  }

  #objectOf(document: ObjectDocument, saved: SavedEntry): StoredObject {
    return {
      kind: "object",
      versionId: document.versionId,
      sequence: document.sequence,
      body: this.#bodyOf(document.body, saved),
      etag: document.etag,
      lastModifiedMs: document.lastModifiedMs,
      headers: document.headers,
      checksum: document.checksum,
      checksumType: document.checksumType ?? "FULL_OBJECT",
      storageClass: document.storageClass ?? "STANDARD",
      parts: document.parts,
      tags: document.tags,
      acl: document.acl,
      saved,
    };
  }

  #bodyOf(body: SavedBody, saved: SavedEntry): StoredBody {
    if (typeof body === "number") {
      const kept = new KeptBody(body, this.#bodies, 0);
      kept.entry = saved;
      return kept;
    }
    const bodies = body.map(([id, sizeBytes]) => this.#bodies.recovered(id, sizeBytes));
    return bodies.length === 1 ? (bodies[0] as StoredBody) : new JoinedBody(bodies);
  }

  #finished(name: string, found: FoundBucket): Bucket {
    const { document, saved } = found.bucket ?? missing(`the bucket ${name}`);
    const { region, createdAtMs, versioning, sequencesTo } = document;
    const { sizeBytes, objects, history } = found;
    for (const [, { body }] of objects.from("")) body.retain();
    for (const [, version] of history.from("")) {
      if (version.kind === "object") version.body.retain();
    }
    return {
      name,
      region,
      createdAtMs,
      configurations: new Map(document.configurations),
      versioning,
      sizeBytes,
      nextSequence: sequencesTo,
      objects,
      history,
      uploads: this.#finishedUploads(name, found),
      saved: { place: saved.place, sequencesTo },
    };
  }

  #finishedUploads(bucket: string, found: FoundBucket): Bucket["uploads"] {
    const uploads: Bucket["uploads"] = new KeyIndex();
    for (const [sequence, { upload, parts, isCompleted }] of found.uploads) {
      if (isCompleted) {
        const end = { kind: "upload-gone", bucket, sequence } as const;
        this.#journal.append(documentPayload(end), "tombstone");
        this.#removeUpload(bucket, sequence);
        continue;
      }
      const { document, saved } = upload ?? missing(`the upload ${sequence} to ${bucket}`);
      const { id, key, initiatedAtMs, description, checksum, startedOver } = document;
      for (const [, { body }] of parts.from("")) body.retain();
      const state = { id, key, sequence, initiatedAtMs, description, checksum, startedOver };
      uploads.set(entryKey(keyBytesOf(key), sequence), { ...state, parts, saved });
    }
    return uploads;
  }

  #dead({ saved }: Saved): void {
    if (saved) this.#journal.markDead(saved.place);
  }
}

function missing(what: string): never {
  throw new RangeError(`the journal does not have the beginning of ${what}`);
}
