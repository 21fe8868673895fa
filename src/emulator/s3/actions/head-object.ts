import { emptyResponse } from "../protocol/response.ts";
import type { Action } from "./action.ts";
import { readObject } from "./read-object.ts";

/** As GetObject without the body: its content-length is that of the body it leaves out. */
export const headObject: Action = (call) => {
  const { status, headers } = readObject(call);
  return emptyResponse(status, headers);
};
