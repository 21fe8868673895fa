import type { Deletion } from "../engine.ts";
import type { EventName } from "../notifications/event.ts";
import type { ObjectAddress, StoredObject } from "../objects.ts";
import type { S3Call } from "./action.ts";

/** Tells the bucket's queues that an object was written. */
export function announceCreated(
  call: S3Call,
  name: EventName & `ObjectCreated:${string}`,
  { key, object }: { readonly key: string; readonly object: StoredObject },
): void {
  const bucket = call.engine.bucket(call.request.bucket);
  // Nearly no bucket has anybody to tell.
  if (!bucket.configurations.has("notification")) return;
  const { etag, body, versionId } = object;
  const versioned = bucket.versioning === "Disabled" ? {} : { versionId };
  call.events.publish(
    bucket,
    { name, key, etag, sizeBytes: body.sizeBytes, ...versioned },
    call.ids,
  );
}

/** Tells of a deletion, where there was one. */
export function announceRemoved(call: S3Call, address: ObjectAddress, deletion: Deletion): void {
  const { versionId, deleteMarker, found } = deletion;
  if (!found && deleteMarker === "none") return;
  const event =
    deleteMarker === "added" ? "ObjectRemoved:DeleteMarkerCreated" : "ObjectRemoved:Delete";
  const bucket = call.engine.bucket(address.bucket);
  const versioned = versionId === undefined ? {} : { versionId };
  call.events.publish(bucket, { name: event, key: address.key, ...versioned }, call.ids);
}

/** Tells that what is said of an object has changed, but not its data. */
export function announceDescribed(call: S3Call, name: EventName, object: StoredObject): void {
  const { bucket: bucketName, key } = call.request;
  const bucket = call.engine.bucket(bucketName);
  const versioned = bucket.versioning === "Disabled" ? {} : { versionId: object.versionId };
  call.events.publish(bucket, { name, key, etag: object.etag, ...versioned }, call.ids);
}
