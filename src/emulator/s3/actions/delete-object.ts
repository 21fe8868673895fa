import type { Deletion } from "../engine.ts";
import { emptyResponse } from "../protocol/response.ts";
import { versionIdOf } from "../protocol/version.ts";
import { deleteConditionOf } from "../protocol/write-condition.ts";
import type { Action } from "./action.ts";
import { announceRemoved } from "./announce.ts";

export const deleteObject: Action = (call) => {
  const { request, engine } = call;
  const versionId = versionIdOf(request.query);
  const condition = deleteConditionOf(request.headers["if-match"]);
  const deletion = engine.deleteObject({ ...request, versionId }, condition);
  announceRemoved(call, request, deletion);
  return emptyResponse(204, deletionHeaders(deletion));
};

function deletionHeaders({ versionId, deleteMarker }: Deletion): Record<string, string> {
  if (versionId === undefined) return {};
  const headers = { "x-amz-version-id": versionId };
  return deleteMarker === "none" ? headers : { ...headers, "x-amz-delete-marker": "true" };
}
