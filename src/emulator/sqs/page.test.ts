import { expect, test } from "vitest";

import { pageOf, readPageRequest } from "./page.ts";

const names = ["a", "b", "c"];

test("pages follow one another by their tokens", () => {
  const first = pageOf(names, readPageRequest({ MaxResults: 2 }, 10));
  expect(first.names).toEqual(["a", "b"]);
  const request = readPageRequest({ MaxResults: 2, ...first.token }, 10);
  expect(request.after).toBe("b");
  expect(pageOf(["c"], request)).toEqual({ names: ["c"], token: {} });
});

test("without MaxResults there is no token, though there is more", () => {
  expect(pageOf(names, readPageRequest({}, 2))).toEqual({ names: ["a", "b"], token: {} });
});

test.each([
  [{ MaxResults: 0 }, "Value 0 for parameter MaxResults is invalid."],
  [{ MaxResults: 11 }, "Value 11 for parameter MaxResults is invalid."],
  [{ NextToken: "%" }, "Invalid or expired next token."],
])("refuses %j", (input, message) => {
  expect(() => readPageRequest(input, 10)).toThrow(message);
});
