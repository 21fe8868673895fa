import { S3Error } from "../errors.ts";
import { emptyResponse } from "../protocol/response.ts";
import { readXml } from "../protocol/xml-reader.ts";
import type { Action } from "./action.ts";

/** The region of the bucket is that of its LocationConstraint, else the emulator's. */
export const createBucket: Action = ({ request, engine, context }) => {
  if (request.headers["x-amz-bucket-object-lock-enabled"]?.toLowerCase() === "true") {
    throw new S3Error("NotImplemented", { Header: "x-amz-bucket-object-lock-enabled" });
  }
  engine.createBucket(request.bucket, locationConstraint(request.body) ?? context.region);
  return emptyResponse(200, { location: `/${request.bucket}` });
};

function locationConstraint(body: Buffer): string | undefined {
  if (body.length === 0) return undefined;
  const root = readXml(body.toString("utf8"));
  if (root.name !== "CreateBucketConfiguration") throw new S3Error("MalformedXML");
  for (const { name } of root.children) {
    if (name !== "LocationConstraint") throw new S3Error("NotImplemented", { Element: name });
  }
  const region = root.children[0]?.text.trim();
  if (region === undefined || region === "") return undefined;
  if (/^[a-z]{2}(?:-[a-z]+)+-\d$/.test(region) && region !== "us-east-1") return region;
  throw new S3Error("InvalidLocationConstraint", { LocationConstraint: region });
}
