/** The events that S3 tells of here, by the name that a record carries. */
export type EventName =
  | "ObjectCreated:Put"
  | "ObjectCreated:Post"
  | "ObjectCreated:Copy"
  | "ObjectCreated:CompleteMultipartUpload"
  | "ObjectRemoved:Delete"
  | "ObjectRemoved:DeleteMarkerCreated"
  | "ObjectTagging:Put"
  | "ObjectTagging:Delete"
  | "ObjectAcl:Put";

/** Something that happened to an object. */
export interface ObjectEvent {
  readonly name: EventName;
  readonly key: string;
  /** With its quotation marks. */
  readonly etag?: string;
  readonly sizeBytes?: number;
  /** Undefined in a bucket that was never versioned. */
  readonly versionId?: string;
}

/**
 * All that a configuration can ask for. Source: S3 User Guide, "Supported event types"; those that
 * nothing here brings about can be asked for too.
 */
export const eventTypes: ReadonlySet<string> = new Set([
  "s3:ReducedRedundancyLostObject",
  "s3:TestEvent",
  ...typesOf("ObjectCreated", "Put", "Post", "Copy", "CompleteMultipartUpload"),
  ...typesOf("ObjectRemoved", "Delete", "DeleteMarkerCreated"),
  ...typesOf("ObjectRestore", "Post", "Completed", "Delete"),
  ...typesOf("ObjectTagging", "Put", "Delete"),
  ...typesOf("ObjectAcl", "Put"),
  ...typesOf("LifecycleExpiration", "Delete", "DeleteMarkerCreated"),
  ...typesOf(
    "Replication",
    "OperationFailedReplication",
    "OperationMissedThreshold",
    "OperationReplicatedAfterThreshold",
    "OperationNotTracked",
  ),
  "s3:LifecycleTransition",
  "s3:IntelligentTiering",
]);

function typesOf(family: string, ...kinds: readonly string[]): readonly string[] {
  return ["*", ...kinds].map((kind) => `s3:${family}:${kind}`);
}

/** Whether one event can be of both types, of which either may have a `*`. */
export function typesMeet(one: string, other: string): boolean {
  if (one === other) return true;
  const family = (type: string): string => type.slice(0, type.lastIndexOf(":"));
  return (one.endsWith(":*") || other.endsWith(":*")) && family(one) === family(other);
}
