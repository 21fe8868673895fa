import { configurationTable } from "../configurations/table.ts";
import { S3Error } from "../errors.ts";
import type { S3Request } from "../protocol/request.ts";
import type { Action } from "./action.ts";
import { getBucketAcl, putBucketAcl } from "./bucket-acl.ts";
import {
  getConfiguration,
  listConfigurations,
  putConfiguration,
  removeConfiguration,
} from "./bucket-configuration.ts";
import { getBucketNotification, putBucketNotification } from "./bucket-notification.ts";
import {
  deleteBucketPolicy,
  getBucketPolicy,
  getBucketPolicyStatus,
  putBucketPolicy,
} from "./bucket-policy.ts";
import type { Operation } from "./table.ts";

/** By method and sub-resource; ` id` where one of several is meant. */
const operations = new Map<string, Operation>();

function add(key: string, name: string, action: Action): void {
  operations.set(key, { name, action, needs: "", rate: "none" });
}

for (const row of configurationTable) {
  const { subresource, operations: names, listRoot } = row;
  const several = listRoot === undefined ? "" : " id";
  add(`GET ${subresource}${several}`, names.get, getConfiguration(row));
  if (listRoot !== undefined && names.list !== undefined) {
    add(`GET ${subresource}`, names.list, listConfigurations(row, listRoot));
  }
  // Without an id, which it then misses, it is still this operation.
  if (names.put !== undefined) add(`PUT ${subresource}`, names.put, putConfiguration(row));
  if (names.delete !== undefined) {
    add(`DELETE ${subresource}`, names.delete, removeConfiguration(row));
  }
}
add("GET acl", "GetBucketAcl", getBucketAcl);
add("PUT acl", "PutBucketAcl", putBucketAcl);
add("GET notification", "GetBucketNotificationConfiguration", getBucketNotification);
add("PUT notification", "PutBucketNotificationConfiguration", putBucketNotification);
add("GET policy", "GetBucketPolicy", getBucketPolicy);
add("PUT policy", "PutBucketPolicy", putBucketPolicy);
add("DELETE policy", "DeleteBucketPolicy", deleteBucketPolicy);
add("GET policyStatus", "GetBucketPolicyStatus", getBucketPolicyStatus);

const subresources = new Set(
  [...operations.keys()].map((key) => key.split(" ")[1] as string).filter(isWhole),
);

/** What S3 can also write, but not here, is left to be refused by its name. */
function isWhole(subresource: string): boolean {
  return subresource !== "object-lock";
}

/**
 * The operation on a configuration of a bucket, if the query asks for one. Throws MethodNotAllowed
 * for a method that the configuration does not have: it must not fall to the bucket itself.
 */
export function configurationOperation(request: S3Request): Operation | undefined {
  const { method, query } = request;
  for (const subresource of query.keys()) {
    const operation =
      operations.get(`${method} ${subresource}${query.has("id") ? " id" : ""}`) ??
      operations.get(`${method} ${subresource}`);
    if (operation) return operation;
    if (subresources.has(subresource)) throw new S3Error("MethodNotAllowed", { Method: method });
  }
  return undefined;
}
