import { checkPolicy, isPublicPolicy } from "../configurations/policy.ts";
import { S3Error } from "../errors.ts";
import type { Bucket } from "../objects.ts";
import { emptyResponse, xmlResponse } from "../protocol/response.ts";
import { receiveUpload } from "../protocol/upload.ts";
import { textElement } from "../../wire/xml.ts";
import { xmlDocument } from "../protocol/xml-writer.ts";
import type { Action } from "./action.ts";

/** The one configuration that is JSON. */

export const getBucketPolicy: Action = ({ request, engine }) => ({
  status: 200,
  headers: { "content-type": "application/json" },
  body: policyOf(engine.bucket(request.bucket)),
});

export const putBucketPolicy: Action = ({ request, engine, limits }) => {
  const bucket = engine.bucket(request.bucket);
  const document = receiveUpload(request).bytes.toString("utf8");
  checkPolicy(document, limits);
  engine.setConfiguration(bucket, "policy", { document });
  return emptyResponse(204);
};

export const deleteBucketPolicy: Action = ({ request, engine }) => {
  engine.setConfiguration(engine.bucket(request.bucket), "policy", undefined);
  return emptyResponse(204);
};

export const getBucketPolicyStatus: Action = ({ request, engine }) => {
  const isPublic = isPublicPolicy(policyOf(engine.bucket(request.bucket)));
  return xmlResponse(xmlDocument("PolicyStatus", textElement("IsPublic", String(isPublic))));
};

function policyOf(bucket: Bucket): string {
  const document = bucket.configurations.get("policy")?.document;
  if (document) return document;
  throw new S3Error("NoSuchBucketPolicy", { BucketName: bucket.name });
}
