import { aclOfHeaders, aclOfXml, privateAcl } from "../acl.ts";
import { receiveXml } from "../configurations/documents.ts";
import { S3Error } from "../errors.ts";
import { emptyResponse, xmlResponse } from "../protocol/response.ts";
import type { Action, S3Call } from "./action.ts";

export const getBucketAcl: Action = ({ request, engine, context }) => {
  const { configurations } = engine.bucket(request.bucket);
  return xmlResponse(configurations.get("acl")?.document ?? privateAcl(context.accountId));
};

export const putBucketAcl: Action = (call) => {
  const bucket = call.engine.bucket(call.request.bucket);
  call.engine.setConfiguration(bucket, "acl", { document: askedAcl(call) });
  return emptyResponse(200);
};

/**
 * The ACL of PutBucketAcl and PutObjectAcl: from the headers or from the body. It has no effect,
 * and is taken also where the bucket's ownership controls would have S3 refuse it.
 */
export function askedAcl({ request, context }: S3Call): string {
  const { accountId } = context;
  const ofHeaders = aclOfHeaders(request.headers, accountId);
  if (request.body.length === 0) {
    if (ofHeaders !== undefined) return ofHeaders;
    const reason = "Your request was missing a required header";
    throw new S3Error("MissingSecurityHeader", { MissingHeaderName: "x-amz-acl" }, reason);
  }
  if (ofHeaders === undefined) return aclOfXml(receiveXml(request), accountId);
  const reason = "This request does not support content";
  throw new S3Error("UnexpectedContent", {}, reason);
}
