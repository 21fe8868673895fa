import { beforeEach, describe, expect, test } from "vitest";
import { outcomeOf, s3Wire } from "../../../../test/support/s3-wire.ts";
import type { S3Wire } from "../../../../test/support/s3-wire.ts";

let wire: S3Wire;
const send: S3Wire["send"] = (line, sent) => wire.send(line, sent);

beforeEach(() => {
  wire = s3Wire();
});

function setVersioning(status: string): string {
  const body = `<VersioningConfiguration><Status>${status}</Status></VersioningConfiguration>`;
  return outcomeOf(send("PUT /bkt?versioning", { body }));
}

/** Puts an object and answers with its version id. */
function put(body: string, key = "k"): string {
  return send(`PUT /bkt/${key}`, { body }).headers["x-amz-version-id"] ?? "none";
}

/** `id` of a version, with `*` where it is the latest and `-` where it is a delete marker. */
function listed(query = ""): string[] {
  const text = send(`GET /bkt?versions${query}`).body.toString();
  const pattern = /<(Version|DeleteMarker)><Key>.*?<VersionId>(.*?)<\/VersionId><IsLatest>(\w+)/g;
  return [...text.matchAll(pattern)].map(([, kind, id, latest]) => {
    return `${id}${latest === "true" ? "*" : ""}${kind === "DeleteMarker" ? "-" : ""}`;
  });
}

test("versioning is off until it is enabled, and then can only be suspended", () => {
  expect(send("GET /bkt?versioning").body).not.toContain("Status");
  expect(setVersioning("Enabled")).toBe("200");
  expect(send("GET /bkt?versioning").body).toContain("<Status>Enabled</Status>");
  expect(setVersioning("Suspended")).toBe("200");
  expect(send("GET /bkt?versioning").body).toContain("<Status>Suspended</Status>");
  expect(setVersioning("Disabled")).toMatch(/^400 MalformedXML/);
  expect(outcomeOf(send("PUT /bkt?versioning", { body: "<VersioningConfiguration/>" }))).toBe(
    "400 IllegalVersioningConfigurationException: The Versioning element must be specified",
  );
});

describe("an enabled bucket", () => {
  test("keeps every version, and a deletion is one", () => {
    put("before");
    setVersioning("Enabled");
    const [first, second] = [put("1"), put("2")];
    expect(first).toMatch(/^[\w.]{32}$/);
    expect(send(`GET /bkt/k?versionId=${first}`).body.toString()).toBe("1");
    expect(send("GET /bkt/k?versionId=null").body.toString()).toBe("before");
    const { headers } = send("DELETE /bkt/k");
    expect(headers["x-amz-delete-marker"]).toBe("true");
    const marker = headers["x-amz-version-id"] ?? "";
    expect(listed()).toEqual([`${marker}*-`, second, first, "null"]);
    expect(send("GET /bkt?list-type=2").body).toContain("<KeyCount>0</KeyCount>");
    const gone = send("GET /bkt/k");
    expect(outcomeOf(gone)).toBe("404 NoSuchKey: The specified key does not exist.");
    expect(gone.headers).toMatchObject({
      "x-amz-delete-marker": "true",
      "x-amz-version-id": marker,
    });
    const read = send(`GET /bkt/k?versionId=${marker}`);
    expect(outcomeOf(read)).toMatch(/^405 MethodNotAllowed/);
    expect(read.headers).toMatchObject({ allow: "DELETE", "x-amz-delete-marker": "true" });
    expect(outcomeOf(send("DELETE /bkt"))).toMatch(/You must delete all versions in the bucket/);
    send(`DELETE /bkt/k?versionId=${marker}`);
    expect(send("GET /bkt/k").body.toString()).toBe("2");
    send(`DELETE /bkt/k?versionId=${second}`);
    expect(send("GET /bkt/k").headers["x-amz-version-id"]).toBe(first);
    for (const id of [first, "null"]) send(`DELETE /bkt/k?versionId=${id}`);
    expect(outcomeOf(send("DELETE /bkt"))).toBe("204");
  });

  test("tells apart what is gone from what never was", () => {
    setVersioning("Enabled");
    const id = put("1");
    send(`DELETE /bkt/k?versionId=${id}`);
    expect(outcomeOf(send(`GET /bkt/k?versionId=${id}`))).toBe(
      "404 NoSuchVersion: The specified version does not exist.",
    );
    expect(outcomeOf(send(`DELETE /bkt/k?versionId=${id}`))).toBe("204");
    for (const never of ["x", "HPniJFCxqTsMuIH9KX8K8wEjNUgmABCD"]) {
      expect(outcomeOf(send(`GET /bkt/k?versionId=${never}`))).toBe(
        "400 InvalidArgument: Invalid version id specified",
      );
    }
    expect(outcomeOf(send("GET /bkt/k?versionId="))).toBe(
      "400 InvalidArgument: Version id cannot be the empty string",
    );
  });

  test("brings an old version back by a copy onto its key", () => {
    setVersioning("Enabled");
    const [first] = [put("1"), put("2")];
    const copy = (source: string): ReturnType<typeof send> =>
      send("PUT /bkt/k", { headers: { "x-amz-copy-source": source } });
    expect(outcomeOf(copy("bkt/k"))).toMatch(/illegal because/);
    expect(copy(`bkt/k?versionId=${first}`).headers).toMatchObject({
      "x-amz-copy-source-version-id": first,
    });
    expect(send("GET /bkt/k").body.toString()).toBe("1");
    const marker = send("DELETE /bkt/k").headers["x-amz-version-id"];
    expect(outcomeOf(copy(`bkt/k?versionId=${marker}`))).toMatch(/may not specifically refer to a/);
  });

  test("lists in pages, which a clean-up may delete behind it", () => {
    setVersioning("Enabled");
    const ids = [put("1"), put("2"), put("3"), put("4")].reverse();
    const page = (marker?: string): string[] =>
      listed(
        `&max-keys=1${marker === undefined ? "" : `&key-marker=k&version-id-marker=${marker}`}`,
      );
    expect(page()).toEqual([`${ids[0]}*`]);
    expect(page(ids[0])).toEqual([ids[1]]);
    for (const id of ids.slice(0, 2)) send(`DELETE /bkt/k?versionId=${id}`);
    expect(page(ids[1])).toEqual([`${ids[2]}*`]);
    expect(page(ids[3])).toEqual([]);
    expect(listed("&key-marker=k")).toEqual([]);
  });
});

test("a suspended bucket keeps one null version beside the others", () => {
  setVersioning("Enabled");
  const kept = put("kept");
  setVersioning("Suspended");
  expect(put("1")).toBe("none");
  put("2");
  expect(listed()).toEqual(["null*", kept]);
  expect(send("DELETE /bkt/k").headers).toMatchObject({
    "x-amz-version-id": "null",
    "x-amz-delete-marker": "true",
  });
  expect(listed()).toEqual(["null*-", kept]);
  send("DELETE /bkt/k?versionId=null");
  expect(send("GET /bkt/k").body.toString()).toBe("kept");
});
