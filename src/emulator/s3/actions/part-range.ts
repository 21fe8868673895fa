import type { S3Limits } from "../../../core/limits/s3.ts";
import type { Checksum } from "../checksum/checksum.ts";
import { S3Error } from "../errors.ts";
import type { ObjectPart, StoredObject } from "../objects.ts";
import type { S3Request } from "../protocol/request.ts";
import { invalidArgument } from "../protocol/list-parameters.ts";

export interface PartRange {
  /** Bytes [from, to) of the object. */
  readonly range: { readonly from: number; readonly to: number };
  /** Of the part by itself, where the object's checksum is one of checksums. */
  readonly checksum: Checksum | undefined;
}

/**
 * The bytes of the part that `partNumber` asks for; undefined where it asks for none. An object
 * that was written at once is its own part 1. Source: GetObject API reference, "partNumber".
 */
export function partRange(
  request: S3Request,
  object: StoredObject,
  { partsMax }: Pick<S3Limits, "partsMax">,
): PartRange | undefined {
  const asked = request.query.get("partNumber");
  if (asked === null) return undefined;
  if (request.headers["range"] !== undefined) {
    const reason = "Cannot specify both Range header and partNumber query parameter";
    throw new S3Error("InvalidRequest", {}, reason);
  }
  const number = /^\d{1,9}$/.test(asked) ? Number(asked) : 0;
  if (number < 1 || number > partsMax) {
    const reason = `Part number must be an integer between 1 and ${partsMax}, inclusive`;
    throw invalidArgument("partNumber", asked, reason);
  }
  const { parts, body, checksum, checksumType } = object;
  if (!parts && number === 1) return { range: { from: 0, to: body.sizeBytes }, checksum };
  const at = parts?.findIndex((part) => part.number === number) ?? -1;
  if (!parts || at < 0) {
    const count = parts?.length ?? 1;
    throw new S3Error("InvalidPartNumber", {
      PartNumberRequested: number,
      ActualPartCount: count,
    });
  }
  const from = parts.slice(0, at).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const part = parts[at] as ObjectPart;
  return {
    range: { from, to: from + part.sizeBytes },
    checksum: checksumType === "COMPOSITE" ? part.checksum : undefined,
  };
}
