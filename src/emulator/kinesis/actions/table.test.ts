import * as sdk from "@aws-sdk/client-kinesis";
import { describe, expect, it } from "vitest";
import type { Members } from "../validation/rules.ts";
import { actions } from "./table.ts";

/** The SDK's own schemas: an operation names its input, which names its members. */
type Schema = readonly unknown[];
const schemas = new Map(Object.entries(sdk).filter(([name]) => name.endsWith("$")));

function inputOf(operation: string): { names: readonly string[]; required: readonly string[] } {
  const schema = schemas.get(`${operation}$`) as unknown as Schema;
  const input = (typeof schema[4] === "function" ? (schema[4] as () => Schema)() : schema[4]) as
    | Schema
    | undefined;
  const names = (input?.[4] ?? []) as readonly string[];
  return { names: [...names].sort(), required: names.slice(0, Number(input?.[6] ?? 0)).sort() };
}

const operations = Object.keys(sdk)
  .filter((name) => name.endsWith("Command") && name !== "$Command")
  .map((name) => name.slice(0, -"Command".length));

describe("the API of the SDK", () => {
  it("is whole", () => {
    expect([...actions.keys()].sort()).toEqual(operations.sort());
  });

  const rulesOf = (operation: string): Members => actions.get(operation)?.rules ?? {};

  it.each(operations)("%s takes the members that the SDK sends", (operation) => {
    expect(Object.keys(rulesOf(operation)).sort()).toEqual(inputOf(operation).names);
  });

  it.each(operations)("%s asks for the members that the SDK does", (operation) => {
    const rules = rulesOf(operation);
    const required = Object.keys(rules).filter((name) => rules[name]?.required);
    expect(required.sort()).toEqual(inputOf(operation).required);
  });
});
