import type { JsonObject } from "../fields.ts";
import { wireNameOf, type Members, type Shape } from "./shapes.ts";

/** Parameters as a tree: `Tag.1.Key=x` is the text `x` at the branch `Tag`, `1`, `Key`. */
interface Branch {
  text: string | undefined;
  readonly branches: Map<string, Branch>;
}

/** `SendMessageBatchRequestEntry.1.MessageAttribute.1.Value.StringValue` is the deepest. */
const depthMax = 6;

/**
 * The input of an operation in the form of the JSON protocol. Parameters that the operation does
 * not have (Action, Version, a signature's) are left out. A number that is none stays text, for the
 * action to reject.
 */
export function queryInput(parameters: Iterable<[string, string]>, members: Members): JsonObject {
  const known = new Set(Object.entries(members).flatMap((member) => namesOf(...member)));
  const root = createBranch();
  for (const [name, text] of parameters) {
    const path = name.split(".", depthMax);
    if (!known.has(path[0] as string)) continue;
    let branch = root;
    for (const step of path) branch = branchOf(branch, step);
    branch.text = text;
  }
  return readMembers(root, members);
}

function createBranch(): Branch {
  return { text: undefined, branches: new Map() };
}

function branchOf(parent: Branch, step: string): Branch {
  let branch = parent.branches.get(step);
  if (!branch) {
    branch = createBranch();
    parent.branches.set(step, branch);
  }
  return branch;
}

function readMembers(branch: Branch, members: Members): JsonObject {
  const object: Record<string, unknown> = {};
  for (const [jsonName, shape] of Object.entries(members)) {
    for (const name of namesOf(jsonName, shape)) {
      const member = branch.branches.get(name);
      if (member) object[jsonName] = readShape(member, shape);
    }
  }
  return object;
}

/**
 * What a member may be called, the name that counts last: the Java SDK 1.x sends `Tags.1.Key` in
 * TagQueue, where botocore has `Tag.1.Key`, and botocore sends `Entries=` for a batch of nothing.
 */
function namesOf(jsonName: string, shape: Shape): readonly [string, string] {
  return [jsonName, wireNameOf(jsonName, shape)];
}

function readShape(branch: Branch, shape: Shape): unknown {
  if (shape === "text") return branch.text;
  if (shape === "integer") return integerOf(branch.text);
  switch (shape.kind) {
    case "list":
      return itemsOf(branch).map((item) => readShape(item, shape.member));
    case "map": {
      // Without a prototype: a name such as `__proto__` is one like any other.
      const entries: Record<string, unknown> = Object.create(null);
      for (const item of itemsOf(branch)) {
        const key = item.branches.get(shape.keyName)?.text;
        const value = item.branches.get(shape.valueName);
        if (key !== undefined) entries[key] = value ? readShape(value, shape.value) : "";
      }
      return entries;
    }
    case "structure":
      return readMembers(branch, shape.members);
  }
}

/**
 * The items of a list or map in the order of their numbers, which may have gaps. A single one may
 * come without a number (`AttributeName=All`, `Attribute.Name=x`), as old clients write it; an
 * empty text is an empty list.
 */
function itemsOf(branch: Branch): readonly Branch[] {
  const numbered = [...branch.branches].filter(([step]) => /^\d{1,9}$/.test(step));
  if (numbered.length > 0) {
    return numbered.sort(([a], [b]) => Number(a) - Number(b)).map(([, item]) => item);
  }
  return branch.text || branch.branches.size > 0 ? [branch] : [];
}

function integerOf(text: string | undefined): number | string | undefined {
  if (text === undefined || text === "") return undefined;
  return /^[+-]?\d{1,15}$/.test(text) ? Number(text) : text;
}
