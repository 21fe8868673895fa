import { S3Error } from "../errors.ts";
import { keyTextOf } from "../key-bytes.ts";
import { urlEncodeKey } from "./xml-writer.ts";

/** What the three object listings have in common. */
export interface ListParameters {
  readonly prefix: string;
  readonly delimiter: string;
  /** Keys a page, at most the limit. */
  readonly pageSize: number;
  /** `url` or nothing. */
  readonly encodingType: string | undefined;
  /** A key as it is to be written, from text or from key bytes. */
  readonly encode: (text: string) => string;
  readonly encodeBytes: (bytes: string) => string;
}

export function listParametersOf(query: URLSearchParams, keysMax: number): ListParameters {
  const encodingType = query.get("encoding-type") ?? undefined;
  if (encodingType !== undefined && encodingType !== "url") {
    throw invalidArgument(
      "encoding-type",
      encodingType,
      "Invalid Encoding Method specified in Request",
    );
  }
  const encode = encodingType === "url" ? urlEncodeKey : (text: string) => text;
  return {
    prefix: query.get("prefix") ?? "",
    delimiter: query.get("delimiter") ?? "",
    pageSize: pageSizeOf(query, "max-keys", keysMax),
    encodingType,
    encode,
    encodeBytes: (bytes) => encode(keyTextOf(bytes)),
  };
}

/** Entries a page, as asked for but at most `max`. */
export function pageSizeOf(query: URLSearchParams, name: string, max: number): number {
  return Math.min(integerOf(name, query.get(name)) ?? max, max);
}

/** Undefined where there is none. Throws InvalidArgument. */
export function integerOf(name: string, text: string | null | undefined): number | undefined {
  if (text === null || text === undefined || text === "") return undefined;
  if (/^\d+$/.test(text) && Number(text) <= 2_147_483_647) return Number(text);
  const reason = `Argument ${name} must be an integer between 0 and 2147483647`;
  throw invalidArgument(name, text, reason);
}

/** A continuation token carries the key bytes from which the next page begins, opaquely. */
export function writeToken(from: string): string {
  return Buffer.from(from, "latin1").toString("base64url");
}

export function readToken(token: string): string {
  const from = Buffer.from(token, "base64url").toString("latin1");
  if (from !== "" && writeToken(from) === token) return from;
  const reason = "The continuation token provided is incorrect";
  throw invalidArgument("continuation-token", token, reason);
}

export function invalidArgument(name: string, value: string, reason: string): S3Error {
  return new S3Error("InvalidArgument", { ArgumentName: name, ArgumentValue: value }, reason);
}
