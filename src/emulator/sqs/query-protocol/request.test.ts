import { expect, test } from "vitest";

import { actions } from "../actions/table.ts";
import { queryOperations } from "./operations.ts";
import { isQueryRequest, readQueryRequest } from "./request.ts";

const form = "application/x-www-form-urlencoded; charset=utf-8";

test.each<readonly [isQuery: boolean, line: string, contentType: string]>([
  [true, "POST /", form],
  [true, "POST /000000000000/q", form],
  [true, "POST /?Action=ListQueues", form],
  [true, "GET /?Action=ListQueues&Version=2012-11-05", ""],
  [true, "GET /000000000000/q?Action=ReceiveMessage", ""],
  [false, "POST /", ""],
  [false, "POST /", "application/x-amz-json-1.0"],
  [false, "POST /", "multipart/form-data; boundary=x"],
  [false, "POST /bucket/key?uploads", form],
  [false, "POST /000000000000/q?uploads", form],
  [false, "POST /bucket?delete", form],
  [false, "PUT /bucket/key", form],
  [false, "GET /", ""],
  [false, "GET /?Action=ListQueues", ""],
  [false, "GET /bucket?list-type=2&prefix=Action=", ""],
])("is %s of %s %s", (isQuery, line, contentType) => {
  const [method = "", target = ""] = line.split(" ");
  const headers = { "content-type": contentType };
  expect(isQueryRequest({ method, target, headers })).toBe(isQuery);
});

function read(method: string, target: string, body = "") {
  const { action, input } = readQueryRequest({
    method,
    target,
    headers: {},
    body: Buffer.from(body),
    origin: "http://h",
    signal: new AbortController().signal,
  });
  return { action, input: input({ QueueUrl: "text", MessageBody: "text" }) };
}

const path = "/000000000000/q";

test.each<readonly [what: string, read: unknown, QueueUrl: string | undefined]>([
  ["the path is the queue", read("POST", path, "Action=A"), `http://h${path}`],
  ["a parameter wins over it", read("POST", path, "Action=A&QueueUrl=u"), "u"],
  ["a query string will do", read("GET", `${path}?Action=A`), `http://h${path}`],
  ["a body wins over it", read("POST", "/?Action=B&QueueUrl=v", "Action=A&QueueUrl=u"), "u"],
  ["the root is no queue", read("POST", "/", "Action=A"), undefined],
])("%s", (_, request, QueueUrl) => {
  expect(request).toEqual({ action: "A", input: QueueUrl === undefined ? {} : { QueueUrl } });
});

test("the table has every operation", () => {
  expect([...queryOperations.keys()].sort()).toEqual([...actions.keys()].sort());
});
