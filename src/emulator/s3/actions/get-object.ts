import { BodyPieces, pieceBytesMax } from "../body-pieces.ts";
import { emptyResponse } from "../protocol/response.ts";
import type { S3Answer } from "../protocol/response.ts";
import type { S3Call } from "./action.ts";
import { readObject } from "./read-object.ts";

export function getObject(call: S3Call): S3Answer {
  const { status, headers, object, range } = readObject(call);
  if (status === 304) return emptyResponse(304, headers);
  const { body } = object;
  if (range.to - range.from > pieceBytesMax) {
    return { status, headers, pieces: new BodyPieces(body, range) };
  }
  return { status, headers, body: body.read(range.from, range.to) };
}
