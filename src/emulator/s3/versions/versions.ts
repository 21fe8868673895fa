import type { Bucket, ObjectVersion } from "../objects.ts";
import { nullVersionId, sequenceOfVersion } from "./version-id.ts";

/**
 * The versions of a key are its current object, if it has one, and behind it those of the history.
 * A key without a current object is deleted: the newest of its history is a delete marker.
 */

type KeyVersions = Pick<Bucket, "objects" | "history" | "sizeBytes">;

export function latestVersion(bucket: KeyVersions, key: string): ObjectVersion | undefined {
  return bucket.objects.get(key) ?? bucket.history.newest(key);
}

export function findVersion(
  bucket: KeyVersions,
  key: string,
  versionId: string,
): ObjectVersion | undefined {
  const current = bucket.objects.get(key);
  return current?.versionId === versionId ? current : bucket.history.find(key, versionId);
}

/** Whether the bucket has ever given out such an id: AWS tells what is gone from what never was. */
export function isVersionIdOf(bucket: Bucket, versionId: string): boolean {
  if (versionId === nullVersionId) return true;
  if (bucket.versioning === "Disabled") return false;
  return (sequenceOfVersion(versionId) ?? Infinity) < bucket.nextSequence;
}

/**
 * Puts a version on top of its key. One with the id `null` replaces the one that has it, which is
 * answered: its body is the caller's to release.
 */
export function addVersion(
  bucket: Bucket,
  key: string,
  version: ObjectVersion,
): ObjectVersion | undefined {
  if (bucket.versioning === "Disabled" && version.kind === "object") {
    const replaced = bucket.objects.set(key, version);
    bucket.sizeBytes += version.body.sizeBytes - (replaced?.body.sizeBytes ?? 0);
    return replaced;
  }
  const isNull = version.versionId === nullVersionId;
  const replaced = isNull ? findVersion(bucket, key, nullVersionId) : undefined;
  if (replaced) takeOut(bucket, key, replaced);
  putOnTop(bucket, key, version);
  return replaced;
}

/**
 * Puts a version where its age belongs among those of its key, whatever order they come in. The
 * one that has its id goes, and is answered.
 */
export function restoreVersion(
  versions: KeyVersions,
  key: string,
  version: ObjectVersion,
): ObjectVersion | undefined {
  const replaced = findVersion(versions, key, version.versionId);
  if (replaced) removeVersion(versions, key, replaced);
  const { objects, history } = versions;
  const latest = history.size === 0 ? objects.get(key) : latestVersion(versions, key);
  if (!latest || latest.sequence < version.sequence) {
    putOnTop(versions, key, version);
  } else {
    history.add(key, version);
    versions.sizeBytes += sizeOf(version);
  }
  return replaced;
}

function putOnTop(versions: KeyVersions, key: string, version: ObjectVersion): void {
  const { objects, history } = versions;
  const below = version.kind === "object" ? objects.set(key, version) : objects.delete(key);
  if (below) history.add(key, below);
  if (version.kind === "delete-marker") history.add(key, version);
  versions.sizeBytes += sizeOf(version);
}

/**
 * Takes a version away for good; the one below it comes to the top. Its body is the caller's to
 * release.
 */
export function removeVersion(bucket: KeyVersions, key: string, version: ObjectVersion): void {
  const { objects, history } = bucket;
  takeOut(bucket, key, version);
  if (history.size === 0 || objects.get(key)) return;
  const next = history.newest(key);
  if (next?.kind !== "object") return;
  history.remove(key, next);
  objects.set(key, next);
}

function takeOut(versions: KeyVersions, key: string, version: ObjectVersion): void {
  const { objects, history } = versions;
  if (version.kind === "object" && objects.get(key) === version) objects.delete(key);
  else history.remove(key, version);
  versions.sizeBytes -= sizeOf(version);
}

function sizeOf(version: ObjectVersion): number {
  return version.kind === "object" ? version.body.sizeBytes : 0;
}

export interface ListedVersion {
  readonly version: ObjectVersion;
  readonly isLatest: boolean;
}

/** After which version of which key a listing goes on. */
export interface VersionMarker {
  readonly key: string;
  readonly sequence: number;
}

/**
 * All versions from `key` on, by key and then by age, the newest first: two indexes merged. The
 * bucket must not change meanwhile.
 */
export function* versionsFrom(
  bucket: Bucket,
  key: string,
  after?: VersionMarker,
): Generator<readonly [key: string, listed: ListedVersion], void> {
  const resumes = after !== undefined && after.key === key;
  const older = resumes ? bucket.history.olderThan(key, after.sequence) : bucket.history.from(key);
  const current = bucket.objects.from(key);
  let [nextOlder, nextCurrent] = [older.next(), current.next()];
  if (resumes && nextCurrent.done !== true && nextCurrent.value[0] === key) {
    const [, object] = nextCurrent.value;
    if (object.sequence >= after.sequence) nextCurrent = current.next();
  }
  let keyBefore: string | undefined;
  for (;;) {
    if (
      nextCurrent.done !== true &&
      (nextOlder.done === true || nextCurrent.value[0] <= nextOlder.value[0])
    ) {
      const [at, version] = nextCurrent.value;
      yield [at, { version, isLatest: true }];
      keyBefore = at;
      nextCurrent = current.next();
    } else if (nextOlder.done !== true) {
      const [at, version] = nextOlder.value;
      const isLatest = at !== keyBefore && latestVersion(bucket, at) === version;
      yield [at, { version, isLatest }];
      keyBefore = at;
      nextOlder = older.next();
    } else {
      return;
    }
  }
}
