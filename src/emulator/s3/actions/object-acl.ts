import { privateAcl } from "../acl.ts";
import { emptyResponse, xmlResponse } from "../protocol/response.ts";
import type { Action } from "./action.ts";
import { announceDescribed } from "./announce.ts";
import { askedAcl } from "./bucket-acl.ts";
import { describedObject, versionHeader } from "./described-object.ts";

export const getObjectAcl: Action = (call) => {
  const object = describedObject(call);
  const response = xmlResponse(object.acl ?? privateAcl(call.context.accountId));
  return { ...response, headers: { ...response.headers, ...versionHeader(call, object) } };
};

export const putObjectAcl: Action = (call) => {
  const object = describedObject(call);
  call.engine.describeObject(call.request, object, { acl: askedAcl(call) });
  announceDescribed(call, "ObjectAcl:Put", object);
  return emptyResponse(200, versionHeader(call, object));
};
