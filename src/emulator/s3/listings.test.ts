import { beforeEach, describe, expect, test } from "vitest";
import { engineContext } from "../../../test/support/engine-context.ts";
import type { WireService } from "../wire/http.ts";
import { checksumOf } from "./checksum/checksum.ts";
import { readXml } from "./protocol/xml-reader.ts";
import type { XmlElement } from "./protocol/xml-reader.ts";
import { createS3Service } from "./service.ts";

let service: WireService;

beforeEach(() => {
  service = createS3Service(engineContext(), { writesPerSecondPerPrefix: 6 });
  send("PUT", "/bkt");
  for (const key of ["a", "d/1", "d/2", "e%20%C3%B1", "f"]) send("PUT", `/bkt/${key}`);
});

function send(
  method: string,
  target: string,
  sent: { body?: string; crc32?: string } = {},
): string {
  const { body = "", crc32 } = sent;
  const headers: Record<string, string> = { host: "localhost" };
  if (crc32 !== undefined) headers["x-amz-checksum-crc32"] = crc32;
  const signal = new AbortController().signal;
  const request = { method, target, headers, body: Buffer.from(body), origin: "", signal };
  return (service.handle(request) as { body: Buffer | string }).body.toString();
}

/** The fields of a listing, and what it lists, in the order of the document. */
function listing(target: string): Record<string, string> {
  const root = readXml(send("GET", target));
  const fields = root.children.filter(({ children }) => children.length === 0);
  const shown = root.children
    .filter(({ children }) => children.length > 0)
    .map((item) => textOf(item, "Key") ?? `${textOf(item, "Prefix")}`);
  const named = Object.fromEntries(fields.map(({ name, text }) => [name, text]));
  return { ...named, shown: shown.join(" | ") };
}

function textOf(item: XmlElement, name: string): string | undefined {
  return item.children.find((child) => child.name === name)?.text;
}

describe("ListObjectsV2", () => {
  test.each([
    ["", "a | d/1 | d/2 | e ñ | f"],
    ["&delimiter=/", "a | e ñ | f | d/"],
    ["&prefix=d/&delimiter=/", "d/1 | d/2"],
    ["&start-after=d/1", "d/2 | e ñ | f"],
    ["&max-keys=0", ""],
    ["&encoding-type=url&prefix=e", "e+%C3%B1"],
  ])("%s shows %s", (query, expected) => {
    expect(listing(`/bkt?list-type=2${query}`)["shown"]).toBe(expected);
  });

  test("pages are followed by their tokens", () => {
    const first = listing("/bkt?list-type=2&delimiter=/&max-keys=2");
    expect(first).toMatchObject({ shown: "a | d/", IsTruncated: "true", KeyCount: "2" });
    const token = first["NextContinuationToken"];
    const second = listing(`/bkt?list-type=2&delimiter=/&max-keys=2&continuation-token=${token}`);
    expect(second).toMatchObject({ shown: "e ñ | f", IsTruncated: "false", MaxKeys: "2" });
    expect(second).not.toHaveProperty("NextContinuationToken");
  });

  test("no page is larger than the limit", () => {
    expect(listing("/bkt?list-type=2&max-keys=5000")["MaxKeys"]).toBe("1000");
  });

  test("the owner is named only when asked for", () => {
    expect(send("GET", "/bkt?list-type=2")).not.toContain("<Owner>");
    expect(send("GET", "/bkt?list-type=2&fetch-owner=true")).toContain("<Owner>");
  });
});

test("ListObjects goes on from its marker", () => {
  const first = listing("/bkt?delimiter=/&max-keys=2");
  expect(first).toMatchObject({ shown: "a | d/", NextMarker: "d/", IsTruncated: "true" });
  expect(listing("/bkt?delimiter=/&marker=d/")["shown"]).toBe("e ñ | f");
  expect(listing("/bkt?max-keys=2")).not.toHaveProperty("NextMarker");
});

test("ListObjectVersions shows each object as its only version", () => {
  const first = listing("/bkt?versions&max-keys=3");
  expect(first).toMatchObject({
    shown: "a | d/1 | d/2",
    NextKeyMarker: "d/2",
    NextVersionIdMarker: "null",
  });
  const rest = listing("/bkt?versions&key-marker=d/2&version-id-marker=null");
  expect(rest).toMatchObject({ shown: "e ñ | f", IsTruncated: "false" });
  expect(send("GET", "/bkt?versions&prefix=a")).toContain(
    "<VersionId>null</VersionId><IsLatest>true</IsLatest>",
  );
});

describe("DeleteObjects", () => {
  const crc32 = (body: string): string => checksumOf(Buffer.from(body), "CRC32").value;
  const remove = (body: string): string =>
    send("POST", "/bkt?delete", { body, crc32: crc32(body) });
  const objects = (...keys: string[]): string =>
    keys.map((key) => `<Object><Key>${key}</Key></Object>`).join("");

  test("answers for each key", () => {
    const answer = remove(
      `<Delete>${objects("a", "none")}<Object><Key>f</Key><ETag>"x"</ETag></Object>` +
        "<Object><Key>d/1</Key><VersionId>v1</VersionId></Object></Delete>",
    );
    expect(answer).toContain("<Deleted><Key>a</Key></Deleted><Deleted><Key>none</Key></Deleted>");
    expect(answer).toContain("<Error><Key>f</Key><Code>PreconditionFailed</Code>");
    expect(answer).toContain("<Key>d/1</Key><VersionId>v1</VersionId><Code>NoSuchVersion</Code>");
    expect(listing("/bkt?list-type=2")["shown"]).toBe("d/1 | d/2 | e ñ | f");
  });

  test("each key counts against the request rate of its prefix", () => {
    // Three of the root's six were taken by the objects that stand in it.
    const answer = remove(
      `<Delete><Quiet>true</Quiet>${objects("a", "f", "x", "y", "d/1")}</Delete>`,
    );
    expect(answer).not.toContain("<Deleted>");
    expect([...answer.matchAll(/<Key>(.*?)<\/Key><Code>(.*?)</g)].map((m) => m.slice(1))).toEqual([
      ["y", "SlowDown"],
    ]);
  });

  test.each([
    ["<Delete></Delete>", "MalformedXML"],
    ["<Delete><Object></Object></Delete>", "MalformedXML"],
    ["<Delete><Object><Key>a</Key><Key>b</Key></Object></Delete>", "MalformedXML"],
    ["<Other/>", "MalformedXML"],
    [
      `<Delete>${objects(...Array.from({ length: 1_001 }, (_, i) => `k${i}`))}</Delete>`,
      "MalformedXML",
    ],
    ["<Delete><Object><Key>a</Key><Size>1</Size></Object></Delete>", "NotImplemented"],
  ])("%s is refused", (body, code) => {
    expect(remove(body)).toContain(`<Code>${code}</Code>`);
  });

  test("a body without a checksum is refused", () => {
    const answer = send("POST", "/bkt?delete", { body: `<Delete>${objects("a")}</Delete>` });
    expect(answer).toContain("Missing required header for this request: Content-MD5");
  });
});
