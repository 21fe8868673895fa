/**
 * The operations of the S3 API that are not here, so that each is refused by its name. By scope and
 * method: what must be in the query (all names of a list; `@` marks a header), and the operation.
 * The first row that fits counts. An operation that comes to be moves from here to table.ts.
 */
export const notImplemented: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  "bucket GET": [
    ["session", "CreateSession"],
    ["abac", "GetBucketAbac"],
    ["metadataConfiguration", "GetBucketMetadataConfiguration"],
    ["metadataTable", "GetBucketMetadataTableConfiguration"],
  ],
  "bucket PUT": [
    ["abac", "PutBucketAbac"],
    ["metadataAnnotationTable", "UpdateBucketMetadataAnnotationTableConfiguration"],
    ["metadataInventoryTable", "UpdateBucketMetadataInventoryTableConfiguration"],
    ["metadataJournalTable", "UpdateBucketMetadataJournalTableConfiguration"],
    ["object-lock", "PutObjectLockConfiguration"],
  ],
  "bucket POST": [
    ["metadataConfiguration", "CreateBucketMetadataConfiguration"],
    ["metadataTable", "CreateBucketMetadataTableConfiguration"],
  ],
  "bucket DELETE": [
    ["metadataConfiguration", "DeleteBucketMetadataConfiguration"],
    ["metadataTable", "DeleteBucketMetadataTableConfiguration"],
  ],
  "object GET": [
    ["annotation", "GetObjectAnnotation"],
    ["legal-hold", "GetObjectLegalHold"],
    ["retention", "GetObjectRetention"],
    ["torrent", "GetObjectTorrent"],
  ],
  "object PUT": [
    ["annotation", "PutObjectAnnotation"],
    ["encryption", "UpdateObjectEncryption"],
    ["legal-hold", "PutObjectLegalHold"],
    ["renameObject", "RenameObject"],
    ["retention", "PutObjectRetention"],
  ],
  "object POST": [
    ["restore", "RestoreObject"],
    ["select", "SelectObjectContent"],
  ],
  "object DELETE": [["annotation", "DeleteObjectAnnotation"]],
};
