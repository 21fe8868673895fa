import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { AforoError } from "../core/errors.ts";
import { findScenario, listScenarios } from "./catalogue.ts";

const directory = fileURLToPath(new URL("../../scenarios", import.meta.url));

function failureOf(name: string): AforoError | undefined {
  try {
    findScenario(directory, name);
  } catch (error) {
    if (error instanceof AforoError) return error;
    throw error;
  }
  return undefined;
}

describe("the catalogue", () => {
  it("lists the scenarios by name, each with a line", () => {
    const entries = listScenarios(directory);
    expect(entries.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["bicimad-lab", "peak-day", "smoke"]),
    );
    expect(entries.every(({ title }) => title.length > 0 && !title.includes("\n"))).toBe(true);
  });

  it("finds a scenario by its name and by its file", () => {
    const { file, text } = findScenario(directory, "smoke");
    expect(findScenario(directory, file)).toEqual({ file, text });
  });

  it.each([
    ["peek-day", "did you mean `peak-day`?"],
    ["smoke.yml", "did you mean `smoke`?"],
    ["bicimad", "did you mean `bicimad-lab`?"],
  ])("names the nearest to %s", (name, hint) => {
    expect(failureOf(name)).toMatchObject({ code: "usage", hint });
  });

  it("names all where none is near", () => {
    expect(failureOf("zzz")?.hint).toMatch(/^there is `bicimad-lab`/);
    expect(listScenarios("/nowhere")).toEqual([]);
  });
});
