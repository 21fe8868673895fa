import { emptyResponse } from "../protocol/response.ts";
import type { Action } from "./action.ts";

export const deleteBucket: Action = ({ request, engine }) => {
  engine.deleteBucket(request.bucket);
  return emptyResponse(204);
};
