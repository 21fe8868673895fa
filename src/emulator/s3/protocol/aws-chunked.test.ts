import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeAwsChunked } from "./aws-chunked.ts";

const signature = ";chunk-signature=0123456789abcdef";

function encoded(chunks: readonly Uint8Array[], extension: string, trailers: string[]): Buffer {
  const parts = [...chunks, Buffer.alloc(0)].flatMap((chunk) => [
    Buffer.from(`${chunk.length.toString(16)}${extension}\r\n`),
    Buffer.from(chunk),
    Buffer.from(chunk.length === 0 ? "" : "\r\n"),
  ]);
  const tail = trailers.map((trailer) => `${trailer}\r\n`).join("");
  return Buffer.concat([...parts, Buffer.from(`${tail}\r\n`)]);
}

const chunks = fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { maxLength: 5 });
const extension = fc.constantFrom("", signature);

test("what was chunked comes back, with its trailers", () => {
  fc.assert(
    fc.property(chunks, extension, (parts, ext) => {
      const body = encoded(parts, ext, ["x-amz-checksum-crc32:AAAAAA==", "X-Other: b"]);
      expect(decodeAwsChunked(body)).toEqual({
        bytes: Buffer.concat(parts),
        trailers: { "x-amz-checksum-crc32": "AAAAAA==", "x-other": "b" },
      });
    }),
  );
});

test("a body cut anywhere is incomplete", () => {
  fc.assert(
    fc.property(chunks, extension, fc.nat(), (parts, ext, cut) => {
      const body = encoded(parts, ext, ["x-amz-checksum-crc32:AAAAAA=="]);
      const short = body.subarray(0, cut % body.length);
      expect(codeOf(() => decodeAwsChunked(short))).toBe("IncompleteBody");
    }),
  );
});

describe("wrong framing", () => {
  test.each([
    ["no length", "\r\nabc\r\n0\r\n\r\n", "IncompleteBody"],
    ["not hexadecimal", "3x\r\nabc\r\n0\r\n\r\n", "IncompleteBody"],
    ["a chunk longer than it says", "2\r\nabc\r\n0\r\n\r\n", "IncompleteBody"],
    ["another extension", "3;x=1\r\nabc\r\n0\r\n\r\n", "IncompleteBody"],
    ["more after the end", "0\r\n\r\nmore", "IncompleteBody"],
    ["a trailer without a colon", "0\r\nnonsense\r\n\r\n", "MalformedTrailerError"],
    ["not chunked at all", "hello", "IncompleteBody"],
  ])("%s", (_, body, code) => {
    expect(codeOf(() => decodeAwsChunked(Buffer.from(body)))).toBe(code);
  });
});

function codeOf(decode: () => unknown): unknown {
  try {
    return decode();
  } catch (error) {
    return (error as { code: string }).code;
  }
}
