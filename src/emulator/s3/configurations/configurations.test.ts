import { beforeEach, expect, test } from "vitest";
import { outcomeOf, s3Wire } from "../../../../test/support/s3-wire.ts";
import type { S3Wire } from "../../../../test/support/s3-wire.ts";
import { isPublicPolicy } from "./policy.ts";
import { configurationTable } from "./table.ts";

let wire: S3Wire;
const send: S3Wire["send"] = (line, sent) => wire.send(line, sent);

beforeEach(() => {
  wire = s3Wire();
});

const malformed =
  "400 MalformedXML: The XML you provided was not well-formed or did not validate against our " +
  "published schema";

test.each(configurationTable)("$subresource refuses what is not its form", (row) => {
  if (row.operations.put === undefined) return;
  const line = `PUT /bkt?${row.subresource}&id=x`;
  const alien = `<${row.root}><Alien/></${row.root}>`;
  for (const body of ["", "no XML", "<Other/>", alien]) {
    expect(outcomeOf(send(line, { body }))).toBe(malformed);
  }
});

test.each(configurationTable)("$subresource is never mistaken for the bucket", (row) => {
  if (row.operations.delete === undefined && row.operations.put !== undefined) {
    expect(outcomeOf(send(`DELETE /bkt?${row.subresource}`))).toMatch(/^405 MethodNotAllowed/);
  }
  if (row.operations.list !== undefined) {
    expect(outcomeOf(send(`DELETE /bkt?${row.subresource}`))).toMatch(/^400 InvalidArgument/);
  }
  expect(outcomeOf(send("HEAD /bkt"))).toBe("200");
  expect(outcomeOf(send(`GET /none?${row.subresource}&id=x`))).toMatch(/^404 NoSuchBucket/);
});

const lifecycle = (rule: string): string =>
  `<LifecycleConfiguration><Rule>${rule}</Rule></LifecycleConfiguration>`;

test.each<[string, string, string]>([
  ["lifecycle", lifecycle("<Status>Enabled</Status>"), malformed],
  ["lifecycle", lifecycle("<Status>On</Status><Filter/>"), malformed],
  [
    "lifecycle",
    lifecycle(
      "<Status>Enabled</Status><Filter/><Expiration><Date>2026-01-01T01:00:00Z</Date></Expiration>",
    ),
    "400 InvalidArgument: 'Date' must be at midnight GMT",
  ],
  [
    "cors",
    "<CORSConfiguration><CORSRule><AllowedMethod>PATCH</AllowedMethod>" +
      "<AllowedOrigin>*</AllowedOrigin></CORSRule></CORSConfiguration>",
    "400 InvalidRequest: Found unsupported HTTP method in CORS config. Unsupported method is PATCH",
  ],
  [
    "encryption",
    "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault>" +
      "<SSEAlgorithm>AES256</SSEAlgorithm><KMSMasterKeyID>k</KMSMasterKeyID>" +
      "</ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>",
    "400 InvalidArgument: a KMSMasterKeyID is not applicable if the default sse algorithm is not " +
      "aws:kms or aws:kms:dsse",
  ],
  [
    "website",
    "<WebsiteConfiguration><IndexDocument><Suffix>a/b</Suffix></IndexDocument>" +
      "</WebsiteConfiguration>",
    "400 InvalidArgument: The IndexDocument Suffix is not well formed",
  ],
  [
    "metrics&id=x",
    "<MetricsConfiguration><Id>y</Id></MetricsConfiguration>",
    "400 IdMismatch: Document ID does not match the specified configuration ID.",
  ],
  ["policy", "{}", "400 MalformedPolicy: Missing required field Statement"],
  [
    "policy",
    " ".repeat(20_481),
    "400 PolicyTooLarge: Policy exceeds the maximum allowed document size.",
  ],
])("PUT ?%s of %s: %s", (subresource, body, expected) => {
  expect(outcomeOf(send(`PUT /bkt?${subresource}`, { body }))).toBe(expected);
});

test("there is an end to configurations, and to a page of them", () => {
  wire = s3Wire({ configurationsMax: 3, configurationsListMax: 2 });
  const put = (id: string) => {
    const body = `<MetricsConfiguration><Id>${id}</Id></MetricsConfiguration>`;
    return outcomeOf(send(`PUT /bkt?metrics&id=${id}`, { body }));
  };
  expect(["c", "a", "b", "a"].map(put)).toEqual(["200", "200", "200", "200"]);
  expect(put("d")).toMatch(/^400 TooManyConfigurations/);
  const first = send("GET /bkt?metrics").body.toString();
  const token = /<NextContinuationToken>(.*)<\/NextContinuationToken>/.exec(first)?.[1];
  const second = send(`GET /bkt?metrics&continuation-token=${token}`).body.toString();
  expect([...`${first}${second}`.matchAll(/<Id>(.*?)</g)].map(([, id]) => id)).toEqual([
    "a",
    "b",
    "c",
  ]);
});

test.each([
  [{ Effect: "Allow", Principal: "*" }, true],
  [{ Effect: "Allow", Principal: { AWS: "*" } }, true],
  [{ Effect: "Allow", Principal: { AWS: ["1", "*"] } }, true],
  [{ Effect: "Allow", Principal: { AWS: "1" } }, false],
  [{ Effect: "Deny", Principal: "*" }, false],
  [{ Effect: "Allow", Principal: "*", Condition: { Bool: {} } }, false],
])("that a policy of %o is public is %s", (statement, expected) => {
  expect(isPublicPolicy(JSON.stringify({ Statement: statement }))).toBe(expected);
});
