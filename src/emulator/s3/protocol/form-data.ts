import { S3Error } from "../errors.ts";

/** The fields of a browser's form; the file is what is uploaded. */
export interface UploadForm {
  /** Lower-case names. */
  readonly fields: Readonly<Record<string, string>>;
  readonly file: {
    readonly name: string;
    readonly contentType: string | undefined;
    readonly bytes: Buffer;
  };
}

const headersBytesMax = 4_096;

/**
 * Reads a multipart/form-data body. As with S3, nothing after the file counts. Throws
 * MalformedPOSTRequest, and InvalidArgument where there is no file. Source: RFC 7578.
 */
export function readUploadForm(contentType: string, body: Buffer): UploadForm {
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType) ?? [];
  const boundary = quoted ?? plain;
  if (boundary === undefined) throw new S3Error("MalformedPOSTRequest");
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  const fields: Record<string, string> = {};
  // The first delimiter has no line before it.
  let at = body.indexOf(delimiter.subarray(2));
  if (at !== 0) throw new S3Error("MalformedPOSTRequest");
  at += delimiter.length - 2;
  for (;;) {
    if (body.toString("latin1", at, at + 2) === "--") break;
    const headersEnd = body.indexOf("\r\n\r\n", at, "latin1");
    if (headersEnd < 0 || headersEnd - at > headersBytesMax) {
      throw new S3Error("MalformedPOSTRequest");
    }
    const headers = body.toString("utf8", at, headersEnd);
    const end = body.indexOf(delimiter, headersEnd + 2);
    const name = /;\s*name="([^"]*)"/i.exec(headers)?.[1]?.toLowerCase();
    if (end < 0 || name === undefined) throw new S3Error("MalformedPOSTRequest");
    const bytes = body.subarray(headersEnd + 4, end);
    if (name === "file") {
      const fileName = /;\s*filename="([^"]*)"/i.exec(headers)?.[1] ?? "";
      const type = /^content-type:\s*(.+?)\s*$/im.exec(headers)?.[1];
      return { fields, file: { name: fileName, contentType: type, bytes } };
    }
    fields[name] = bytes.toString("utf8");
    at = end + delimiter.length;
  }
  throw new S3Error(
    "InvalidArgument",
    { ArgumentName: "file", ArgumentValue: "0" },
    "POST requires exactly one file upload per request.",
  );
}
