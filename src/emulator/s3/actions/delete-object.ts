import { emptyResponse } from "../protocol/response.ts";
import { refuseOtherVersions } from "../protocol/version.ts";
import { writeConditionOf } from "../protocol/write-condition.ts";
import type { Action } from "./action.ts";

export const deleteObject: Action = ({ request, engine }) => {
  refuseOtherVersions(request.query);
  engine.deleteObject(request, writeConditionOf(request.headers));
  return emptyResponse(204);
};
