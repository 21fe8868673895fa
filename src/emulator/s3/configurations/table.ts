import type { S3Limits } from "../../../core/limits/s3.ts";
import type { S3ErrorCode } from "../errors.ts";
import type { XmlElement } from "../protocol/xml-reader.ts";
import { element, textElement } from "../../wire/xml.ts";
import { checkCors, checkEncryption, checkLifecycle, checkWebsite } from "./rules.ts";
import { checkBucketTags } from "./rules.ts";

/** How often a child element may occur. */
export type Occurrence = "once" | "at most once" | "at least once";

/** One sub-resource of a bucket that is stored as it was put, checked for its form. */
export interface ConfigurationRow {
  /** Its name in the query: `?cors`. */
  readonly subresource: string;
  /** The operations that S3 has on it. */
  readonly operations: {
    readonly get: string;
    readonly put?: string;
    readonly delete?: string;
    /** Of those that a bucket has many of, each with an id. */
    readonly list?: string;
  };
  readonly root: string;
  /** The root's children; any other is malformed. */
  readonly content: Readonly<Record<string, Occurrence>>;
  /** The error where there is none; undefined where there always is one. */
  readonly absent?: S3ErrorCode;
  /** What a bucket has from the start: the root's content. */
  readonly initial?: string;
  /** What more must hold. Throws S3Error. */
  readonly check?: (root: XmlElement, limits: S3Limits) => void;
  /** The root of the answer to `list`. */
  readonly listRoot?: string;
  /** The status of the answer to `put`; 200 by default. */
  readonly putStatus?: 204;
  /** A header of `put` that `get` repeats, and its default. */
  readonly header?: readonly [name: string, otherwise: string];
}

/**
 * The configurations of a bucket. None has an effect here but `cors`, which answers preflights.
 * Sources: the API reference of each operation; for what a new bucket has, S3 User Guide,
 * "Default encryption FAQ" and "Default settings for new S3 buckets FAQ".
 */
export const configurationTable: readonly ConfigurationRow[] = [
  {
    subresource: "accelerate",
    operations: {
      get: "GetBucketAccelerateConfiguration",
      put: "PutBucketAccelerateConfiguration",
    },
    root: "AccelerateConfiguration",
    content: { Status: "at most once" },
    initial: "",
  },
  {
    subresource: "analytics",
    operations: {
      get: "GetBucketAnalyticsConfiguration",
      put: "PutBucketAnalyticsConfiguration",
      delete: "DeleteBucketAnalyticsConfiguration",
      list: "ListBucketAnalyticsConfigurations",
    },
    root: "AnalyticsConfiguration",
    content: { Id: "once", Filter: "at most once", StorageClassAnalysis: "once" },
    absent: "NoSuchConfiguration",
    listRoot: "ListBucketAnalyticsConfigurationResult",
  },
  {
    subresource: "cors",
    operations: { get: "GetBucketCors", put: "PutBucketCors", delete: "DeleteBucketCors" },
    root: "CORSConfiguration",
    content: { CORSRule: "at least once" },
    absent: "NoSuchCORSConfiguration",
    check: checkCors,
  },
  {
    subresource: "encryption",
    operations: {
      get: "GetBucketEncryption",
      put: "PutBucketEncryption",
      delete: "DeleteBucketEncryption",
    },
    root: "ServerSideEncryptionConfiguration",
    content: { Rule: "once" },
    initial: element(
      "Rule",
      element("ApplyServerSideEncryptionByDefault", textElement("SSEAlgorithm", "AES256")),
      textElement("BucketKeyEnabled", "false"),
    ),
    check: checkEncryption,
  },
  {
    subresource: "intelligent-tiering",
    operations: {
      get: "GetBucketIntelligentTieringConfiguration",
      put: "PutBucketIntelligentTieringConfiguration",
      delete: "DeleteBucketIntelligentTieringConfiguration",
      list: "ListBucketIntelligentTieringConfigurations",
    },
    root: "IntelligentTieringConfiguration",
    content: { Id: "once", Filter: "at most once", Status: "once", Tiering: "at least once" },
    absent: "NoSuchConfiguration",
    listRoot: "ListBucketIntelligentTieringConfigurationsOutput",
  },
  {
    subresource: "inventory",
    operations: {
      get: "GetBucketInventoryConfiguration",
      put: "PutBucketInventoryConfiguration",
      delete: "DeleteBucketInventoryConfiguration",
      list: "ListBucketInventoryConfigurations",
    },
    root: "InventoryConfiguration",
    content: {
      Destination: "once",
      Filter: "at most once",
      Id: "once",
      IncludedObjectVersions: "once",
      IsEnabled: "once",
      OptionalFields: "at most once",
      Schedule: "once",
    },
    absent: "NoSuchConfiguration",
    listRoot: "ListInventoryConfigurationsResult",
  },
  {
    subresource: "lifecycle",
    operations: {
      get: "GetBucketLifecycleConfiguration",
      put: "PutBucketLifecycleConfiguration",
      delete: "DeleteBucketLifecycle",
    },
    root: "LifecycleConfiguration",
    content: { Rule: "at least once" },
    absent: "NoSuchLifecycleConfiguration",
    check: checkLifecycle,
    header: ["x-amz-transition-default-minimum-object-size", "all_storage_classes_128K"],
  },
  {
    subresource: "logging",
    operations: { get: "GetBucketLogging", put: "PutBucketLogging" },
    root: "BucketLoggingStatus",
    content: { LoggingEnabled: "at most once" },
    initial: "",
  },
  {
    subresource: "metrics",
    operations: {
      get: "GetBucketMetricsConfiguration",
      put: "PutBucketMetricsConfiguration",
      delete: "DeleteBucketMetricsConfiguration",
      list: "ListBucketMetricsConfigurations",
    },
    root: "MetricsConfiguration",
    content: { Id: "once", Filter: "at most once" },
    absent: "NoSuchConfiguration",
    listRoot: "ListMetricsConfigurationsResult",
  },
  {
    // No bucket is made with Object Lock here, so that none can have a configuration of it.
    subresource: "object-lock",
    operations: { get: "GetObjectLockConfiguration" },
    root: "ObjectLockConfiguration",
    content: {},
    absent: "ObjectLockConfigurationNotFoundError",
  },
  {
    subresource: "ownershipControls",
    operations: {
      get: "GetBucketOwnershipControls",
      put: "PutBucketOwnershipControls",
      delete: "DeleteBucketOwnershipControls",
    },
    root: "OwnershipControls",
    content: { Rule: "once" },
    absent: "OwnershipControlsNotFoundError",
    initial: element("Rule", textElement("ObjectOwnership", "BucketOwnerEnforced")),
  },
  {
    subresource: "publicAccessBlock",
    operations: {
      get: "GetPublicAccessBlock",
      put: "PutPublicAccessBlock",
      delete: "DeletePublicAccessBlock",
    },
    root: "PublicAccessBlockConfiguration",
    content: {
      BlockPublicAcls: "at most once",
      BlockPublicPolicy: "at most once",
      IgnorePublicAcls: "at most once",
      RestrictPublicBuckets: "at most once",
    },
    absent: "NoSuchPublicAccessBlockConfiguration",
    initial: ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"]
      .map((name) => textElement(name, "true"))
      .join(""),
  },
  {
    subresource: "replication",
    operations: {
      get: "GetBucketReplication",
      put: "PutBucketReplication",
      delete: "DeleteBucketReplication",
    },
    root: "ReplicationConfiguration",
    content: { Role: "once", Rule: "at least once" },
    absent: "ReplicationConfigurationNotFoundError",
  },
  {
    subresource: "requestPayment",
    operations: { get: "GetBucketRequestPayment", put: "PutBucketRequestPayment" },
    root: "RequestPaymentConfiguration",
    content: { Payer: "once" },
    initial: textElement("Payer", "BucketOwner"),
  },
  {
    subresource: "tagging",
    operations: {
      get: "GetBucketTagging",
      put: "PutBucketTagging",
      delete: "DeleteBucketTagging",
    },
    root: "Tagging",
    content: { TagSet: "once" },
    absent: "NoSuchTagSet",
    check: checkBucketTags,
    putStatus: 204,
  },
  {
    subresource: "website",
    operations: {
      get: "GetBucketWebsite",
      put: "PutBucketWebsite",
      delete: "DeleteBucketWebsite",
    },
    root: "WebsiteConfiguration",
    content: {
      ErrorDocument: "at most once",
      IndexDocument: "at most once",
      RedirectAllRequestsTo: "at most once",
      RoutingRules: "at most once",
    },
    absent: "NoSuchWebsiteConfiguration",
    check: checkWebsite,
  },
];
