import { createHash } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { crc32Header, s3Uploads } from "../../../../test/support/s3-uploads.ts";
import type { S3Uploads } from "../../../../test/support/s3-uploads.ts";
import { outcomeOf, s3Wire } from "../../../../test/support/s3-wire.ts";
import type { S3Wire } from "../../../../test/support/s3-wire.ts";
import { checksumOf } from "../checksum/checksum.ts";

let wire: S3Wire;
let uploads: S3Uploads;
const send: S3Wire["send"] = (line, sent) => wire.send(line, sent);

beforeEach(() => {
  wire = s3Wire({ partBytesMin: 4 });
  uploads = s3Uploads(wire);
});

type Headers = Readonly<Record<string, string>>;

const begin: S3Uploads["begin"] = (...asked) => uploads.begin(...asked);
const complete: S3Uploads["complete"] = (...asked) => uploads.complete(...asked);

function part(id: string, number: number, body: string, headers: Headers = {}): string {
  return uploads.part(id, number, { body, headers });
}

function md5(...bodies: readonly (string | Buffer)[]): Buffer {
  return createHash("md5")
    .update(Buffer.concat(bodies.map((body) => Buffer.from(body))))
    .digest();
}

describe("completion", () => {
  test("joins the parts that it names and drops the others", () => {
    const id = begin({ "content-type": "text/plain", "x-amz-meta-run": "1" });
    const parts = [part(id, 2, "bbbb"), part(id, 5, "cc")];
    part(id, 3, "dropped");
    expect(complete(id, parts)).toBe("200");
    const got = send("GET /bkt/k");
    expect(got.body.toString()).toBe("bbbbcc");
    expect(got.headers).toMatchObject({
      etag: `"${md5(md5("bbbb"), md5("cc")).toString("hex")}-2"`,
      "content-type": "text/plain",
      "x-amz-meta-run": "1",
    });
    expect(complete(id, parts)).toMatch(/^404 NoSuchUpload: The specified upload does not exist/);
    expect(send("GET /bkt?uploads").body).not.toContain("<Upload>");
  });

  test("a part that is uploaded again replaces the one before", () => {
    const id = begin();
    const old = part(id, 1, "old!");
    const parts = [part(id, 1, "new!")];
    expect(complete(id, [old])).toMatch(/^400 InvalidPart: One or more of the specified parts/);
    expect(complete(id, parts)).toBe("200");
    expect(send("GET /bkt/k").body.toString()).toBe("new!");
  });

  test.each<[string, (id: string) => string, string]>([
    [
      "no parts",
      (id) => complete(id, []),
      "400 InvalidRequest: You must specify at least one part",
    ],
    [
      "parts out of order",
      (id) => complete(id, [part(id, 2, "bbbb"), part(id, 1, "aaaa")]),
      "400 InvalidPartOrder: The list of parts was not in ascending order. " +
        "Parts must be ordered by part number.",
    ],
    [
      "a part that is too small and not the last",
      (id) => complete(id, [part(id, 1, "aaa"), part(id, 2, "b")]),
      "400 EntityTooSmall: Your proposed upload is smaller than the minimum allowed size",
    ],
    [
      "another size than announced",
      (id) => complete(id, [part(id, 1, "a")], { "x-amz-mp-object-size": "2" }),
      "400 InvalidRequest: The provided 'x-amz-mp-object-size' header value 2 " +
        "does not match what was computed: 1",
    ],
    [
      "an object that is there",
      (id) => {
        send("PUT /bkt/k");
        return complete(id, [part(id, 1, "a")], { "if-none-match": "*" });
      },
      "412 PreconditionFailed: At least one of the pre-conditions you specified did not hold",
    ],
    ["broken XML", (id) => complete(id, ["<Part>"]), "400 MalformedXML: "],
  ])("refuses %s, and the upload goes on", (_, attempt, expected) => {
    const id = begin();
    const outcome = attempt(id);
    expect(outcome.slice(0, expected.length)).toBe(expected);
    expect(outcomeOf(send(`GET /bkt/k?uploadId=${id}`))).toBe("200");
  });

  test("a conditional completion loses against what happened since the upload began", () => {
    const etag = send("PUT /bkt/k", { body: "1" }).headers["etag"] ?? "";
    const [absent, same] = [begin(), begin()];
    send("PUT /bkt/k", { body: "1" });
    expect(complete(same, [part(same, 1, "a")], { "if-match": etag })).toMatch(
      /^409 ConditionalRequestConflict/,
    );
    send("DELETE /bkt/k");
    expect(complete(absent, [part(absent, 1, "a")], { "if-none-match": "*" })).toMatch(
      /^409 ConditionalRequestConflict/,
    );
    expect(complete(same, [part(same, 1, "a")], { "if-match": etag })).toMatch(/^404 NoSuchKey/);
  });
});

describe("parts", () => {
  test.each([
    ["PUT /bkt/k?partNumber=0&uploadId=ID", "400 InvalidArgument: Part number must be an integer"],
    ["PUT /bkt/k?partNumber=10001&uploadId=ID", "400 InvalidArgument: Part number must be"],
    ["PUT /bkt/k?partNumber=1&uploadId=none", "404 NoSuchUpload"],
    ["PUT /bkt/other?partNumber=1&uploadId=ID", "404 NoSuchUpload"],
    ["PUT /bkt/k?partNumber=1", "400 InvalidArgument: This operation does not accept partNumber"],
    ["GET /bkt/k?uploadId=none", "404 NoSuchUpload"],
    ["DELETE /bkt/k?uploadId=none", "404 NoSuchUpload"],
  ])("%s", (line, expected) => {
    expect(outcomeOf(send(line.replace("ID", begin())))).toContain(expected);
  });

  test("are listed in pages", () => {
    const id = begin();
    for (const number of [10, 2, 1]) part(id, number, `part${number}`);
    const first = send(`GET /bkt/k?uploadId=${id}&max-parts=2`).body.toString();
    expect([...first.matchAll(/<PartNumber>(\d+)</g)].map(([, number]) => number)).toEqual([
      "1",
      "2",
    ]);
    expect(first).toContain("<NextPartNumberMarker>2</NextPartNumberMarker>");
    expect(first).toContain("<IsTruncated>true</IsTruncated>");
    const second = send(`GET /bkt/k?uploadId=${id}&part-number-marker=2`).body.toString();
    expect(second).toContain("<PartNumber>10</PartNumber>");
    expect(second).toContain("<IsTruncated>false</IsTruncated>");
  });

  test("are copied from other objects, wholly or a range of them", () => {
    const source = begin();
    complete(source, [part(source, 1, "aaaa"), part(source, 2, "bbbb")]);
    const id = begin();
    const copy = (number: number, range?: string): string => {
      const headers = { "x-amz-copy-source": "bkt/k" };
      const ranged =
        range === undefined ? headers : { ...headers, "x-amz-copy-source-range": range };
      return send(`PUT /bkt/k?partNumber=${number}&uploadId=${id}`, {
        headers: ranged,
      }).body.toString();
    };
    const etags = [copy(1), copy(2, "bytes=3-4")].map((answer) => {
      return /<ETag>&quot;(.*)&quot;<\/ETag>/.exec(answer)?.[1] ?? answer;
    });
    expect(copy(3, "bytes=3-8")).toContain("Range specified is not valid for source object");
    expect(copy(3, "bytes=-8")).toContain("must be of the form bytes=first-last");
    const parts = etags.map((etag, at) => {
      return `<Part><PartNumber>${at + 1}</PartNumber><ETag>${etag}</ETag></Part>`;
    });
    expect(complete(id, parts)).toBe("200");
    expect(send("GET /bkt/k").body.toString()).toBe("aaaabbbbab");
  });

  test("of an object can be read and described one by one", () => {
    const id = begin({ "x-amz-checksum-algorithm": "CRC32", "x-amz-storage-class": "STANDARD_IA" });
    complete(
      id,
      ["aaaa", "bb"].map((body, at) => part(id, at + 1, body, crc32Header(body))),
    );
    const second = send("GET /bkt/k?partNumber=2");
    expect(second.body.toString()).toBe("bb");
    expect(second).toMatchObject({
      status: 206,
      headers: { "content-range": "bytes 4-5/6", "x-amz-mp-parts-count": "2" },
    });
    expect(outcomeOf(send("GET /bkt/k?partNumber=3"))).toBe(
      "416 InvalidPartNumber: The requested partnumber is not satisfiable",
    );
    const headers = {
      "x-amz-object-attributes": "ETag,ObjectSize,StorageClass,ObjectParts,Checksum",
      "x-amz-max-parts": "1",
    };
    const described = send("GET /bkt/k?attributes", { headers }).body.toString();
    expect(described).toContain("<PartsCount>2</PartsCount>");
    expect(described).toContain("<NextPartNumberMarker>1</NextPartNumberMarker>");
    expect(described).toContain("<StorageClass>STANDARD_IA</StorageClass>");
    expect(described).toContain("<ObjectSize>6</ObjectSize>");
    expect(described).toMatch(/<ETag>[0-9a-f]{32}-2<\/ETag>/);
  });
});

test("uploads in progress are listed by key and age, with prefixes and markers", () => {
  const ids = ["b", "a/2", "a/1", "b"].map((key) => begin({}, key));
  const listed = (query: string): { text: string; uploads: (string | undefined)[] } => {
    const text = send(`GET /bkt?uploads${query}`).body.toString();
    return { text, uploads: [...text.matchAll(/<UploadId>(.*?)</g)].map(([, id]) => id) };
  };
  expect(listed("").uploads).toEqual([ids[2], ids[1], ids[0], ids[3]]);
  const grouped = listed("&delimiter=/&max-uploads=2");
  expect(grouped.text).toContain("<CommonPrefixes><Prefix>a/</Prefix></CommonPrefixes>");
  expect(grouped.text).toContain(`<NextUploadIdMarker>${ids[0]}</NextUploadIdMarker>`);
  expect(listed(`&key-marker=b&upload-id-marker=${ids[0]}`).uploads).toEqual([ids[3]]);
  expect(listed("&key-marker=a/1").uploads).toEqual([ids[1], ids[0], ids[3]]);
  expect(listed("&prefix=a/").uploads).toEqual([ids[2], ids[1]]);
  expect(outcomeOf(send(`DELETE /bkt/b?uploadId=${ids[0]}`))).toBe("204");
  expect(listed(`&key-marker=b&upload-id-marker=${ids[0]}`).uploads).toEqual([ids[3]]);
});

test("a copy of an object in parts is one in a whole", () => {
  const id = begin({ "x-amz-checksum-algorithm": "CRC32" });
  complete(
    id,
    ["aaaa", "bb"].map((body, at) => part(id, at + 1, body, crc32Header(body))),
  );
  const copy = send("PUT /bkt/copy", { headers: { "x-amz-copy-source": "bkt/k" } });
  expect(copy.body).toContain(checksumOf(Buffer.from("aaaabb"), "CRC32").value);
  expect(send("GET /bkt/copy").headers["etag"]).toBe(`"${md5("aaaabb").toString("hex")}"`);
  send("DELETE /bkt/k");
  expect(send("GET /bkt/copy").body.toString()).toBe("aaaabb");
});
