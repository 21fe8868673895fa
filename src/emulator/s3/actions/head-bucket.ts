import { emptyResponse } from "../protocol/response.ts";
import type { Action } from "./action.ts";

export const headBucket: Action = ({ request, engine }) => {
  const { region } = engine.bucket(request.bucket);
  return emptyResponse(200, {
    "x-amz-bucket-region": region,
    "x-amz-access-point-alias": "false",
  });
};
