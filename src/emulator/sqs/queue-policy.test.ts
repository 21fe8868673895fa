import { describe, expect, test } from "vitest";

import { withoutPermission, withPermission } from "./queue-policy.ts";

const arn = "arn:aws:sqs:eu-west-1:000000000000:q";
const one = { label: "one", accountIds: ["111111111111"], actions: ["SendMessage"] };
const two = {
  label: "two",
  accountIds: ["111111111111", "222222222222"],
  actions: ["SendMessage", "*"],
};

describe("a permission", () => {
  test("begins a policy, with texts for lists of one", () => {
    expect(JSON.parse(withPermission(undefined, one, arn))).toEqual({
      Version: "2008-10-17",
      Id: `${arn}/SQSDefaultPolicy`,
      Statement: [
        {
          Sid: "one",
          Effect: "Allow",
          Principal: { AWS: "arn:aws:iam::111111111111:root" },
          Action: "SQS:SendMessage",
          Resource: arn,
        },
      ],
    });
  });

  test("joins what is there, a statement without a list too", () => {
    const policy = JSON.stringify({ Version: "2012-10-17", Statement: { Sid: "old" } });
    expect(JSON.parse(withPermission(policy, two, arn))).toMatchObject({
      Version: "2012-10-17",
      Statement: [
        { Sid: "old" },
        {
          Sid: "two",
          Principal: {
            AWS: ["arn:aws:iam::111111111111:root", "arn:aws:iam::222222222222:root"],
          },
          Action: ["SQS:SendMessage", "SQS:*"],
        },
      ],
    });
  });

  test("has a label of its own", () => {
    const policy = withPermission(undefined, one, arn);
    expect(() => withPermission(policy, one, arn)).toThrow(
      "Value one for parameter Label is invalid. Reason: Already exists.",
    );
  });

  test("goes by its label, and the policy with the last one", () => {
    const both = withPermission(withPermission(undefined, one, arn), two, arn);
    const left = withoutPermission(both, "one");
    expect(JSON.parse(left)).toMatchObject({ Statement: [{ Sid: "two" }] });
    expect(withoutPermission(left, "two")).toBe("");
  });

  test.each([
    [undefined, "can't find label."],
    ["not JSON", "can't find label."],
    [withPermission(undefined, two, arn), "can't find label on existing policy."],
  ])("cannot go where it is not: %s", (policy, reason) => {
    expect(() => withoutPermission(policy, "one")).toThrow(
      `Value one for parameter Label is invalid. Reason: ${reason}`,
    );
  });
});
