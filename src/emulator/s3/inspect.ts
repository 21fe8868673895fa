import type { GaugeReading } from "../metrics/metrics.ts";
import type { Bucket } from "./objects.ts";

/** A bucket, as the admin endpoint shows it. */
export function inspectBucket(bucket: Bucket): object {
  return {
    name: bucket.name,
    region: bucket.region,
    created: new Date(bucket.createdAtMs).toISOString(),
    versioning: bucket.versioning,
    objects: bucket.objects.size,
    earlierVersions: bucket.history.size,
    bytes: bucket.sizeBytes,
    uploadsInProgress: bucket.uploads.size,
    configurations: [...bucket.configurations.keys()].sort(),
  };
}

/** All versions count, as in CloudWatch, but not the parts of uploads, which count there. */
export function bucketGauges(bucket: Bucket): readonly GaugeReading[] {
  const resource = bucket.name;
  return [
    { metric: "BucketSizeBytes", resource, value: bucket.sizeBytes },
    { metric: "NumberOfObjects", resource, value: bucket.objects.size + bucket.history.size },
  ];
}
