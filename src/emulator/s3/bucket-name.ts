const shape = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const reserved = /^(?:xn--|sthree-|amzn-s3-demo-)|(?:-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/;
const address = /^\d+\.\d+\.\d+\.\d+$/;

/** Whether a bucket may have this name. Source: S3 User Guide, "Bucket naming rules". */
export function isBucketName(name: string): boolean {
  return shape.test(name) && !name.includes("..") && !reserved.test(name) && !address.test(name);
}
