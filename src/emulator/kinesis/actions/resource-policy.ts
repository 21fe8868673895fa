import { KinesisError } from "../errors.ts";
import { findResource, type Resource } from "../resource.ts";
import { resourceMembers } from "../validation/common.ts";
import { action } from "./action.ts";

const policyRule = { type: "String", required: true, minLength: 1, maxLength: 20_480 } as const;

/** Keeps the policy as it is. That it is JSON is checked; who may do what is not enforced. */
export const putResourcePolicy = action(
  { ...resourceMembers, Policy: policyRule },
  (account, input) => {
    const resource = findResource(account, input.ResourceARN);
    if (!isPolicy(input.Policy)) {
      throw new KinesisError("InvalidArgumentException", "Policy is not a valid JSON policy.");
    }
    resource.resourcePolicy = input.Policy;
    return undefined;
  },
);

export const getResourcePolicy = action(resourceMembers, (account, input) => ({
  Policy: policyOf(findResource(account, input.ResourceARN), input.ResourceARN),
}));

export const deleteResourcePolicy = action(resourceMembers, (account, input) => {
  const resource = findResource(account, input.ResourceARN);
  policyOf(resource, input.ResourceARN);
  resource.resourcePolicy = undefined;
  return undefined;
});

/** A policy document is an object with at least one statement. */
function isPolicy(text: string): boolean {
  try {
    const document: unknown = JSON.parse(text);
    return typeof document === "object" && document !== null && "Statement" in document;
  } catch {
    return false;
  }
}

function policyOf(resource: Resource, arn: string): string {
  if (resource.resourcePolicy !== undefined) return resource.resourcePolicy;
  throw new KinesisError(
    "ResourceNotFoundException",
    `No resource policy found for resource ARN ${arn}`,
  );
}
