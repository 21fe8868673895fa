import { emptyResponse } from "../protocol/response.ts";
import type { S3Response } from "../protocol/response.ts";
import type { Action } from "./action.ts";
import { readObject } from "./read-object.ts";

export const getObject: Action = (call): S3Response => {
  const { status, headers, object, range } = readObject(call);
  if (status === 304) return emptyResponse(304, headers);
  return { status, headers, body: object.body.read(range.from, range.to) };
};
