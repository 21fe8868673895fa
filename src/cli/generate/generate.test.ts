import { describe, expect, it } from "vitest";
import { AforoError } from "../../core/errors.ts";
import { generators } from "../../generators/table.ts";
import { findGenerator, generatorList } from "./generate.ts";

describe("generators by name", () => {
  it.each(Object.entries(generators))("finds %s", (name, generator) => {
    expect(findGenerator(name)).toBe(generator);
    expect(generatorList()).toMatch(new RegExp(`^ {2}${name} +\\S`, "m"));
  });

  it.each([
    ["clickstreem", "did you mean `clickstream`?"],
    ["Ticket", "did you mean `tickets`?"],
    ["constructor", "there is clickstream"],
  ])("says what there is in place of %s", (name, hint) => {
    const find = () => findGenerator(name);
    expect(find).toThrow(AforoError);
    expect(find).toThrow(`there is no generator \`${name}\``);
    try {
      find();
    } catch (error) {
      expect((error as AforoError).hint?.replaceAll("`", "")).toContain(hint.replaceAll("`", ""));
    }
  });
});
