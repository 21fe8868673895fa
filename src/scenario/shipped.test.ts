import { fileURLToPath } from "node:url";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { surveyRecording } from "../generators/replay/survey.ts";
import { findScenario, listScenarios } from "./catalogue.ts";
import { scenarioDocument } from "./editor-schema.ts";
import { loadScenario } from "./load.ts";

const directory = fileURLToPath(new URL("../../scenarios", import.meta.url));
const validate = new Ajv({ strict: false }).compile(scenarioDocument.editor);

describe.each(listScenarios(directory))("the shipped scenario $name", ({ name, title }) => {
  const { file, text } = findScenario(directory, name);

  it("loads without a mistake, under the name of its file", () => {
    const answer = loadScenario(text, { file, survey: surveyRecording });
    expect(answer).not.toHaveProperty("mistakes");
    expect("plan" in answer && answer.plan).toMatchObject({ name, title });
  });

  it("is valid by the editor schema, which its first line names", () => {
    expect(text).toMatch(/^# yaml-language-server: \$schema=\.\/scenario\.schema\.json\n/);
    validate(parse(text));
    expect(validate.errors).toBeNull();
  });
});

it("the editor schema marks a wrong unit and an unknown key", () => {
  const { text } = findScenario(directory, "smoke");
  expect(validate(parse(text.replace("playedIn: 10s", "playedIn: 10 seconds")))).toBe(false);
  expect(validate(parse(`${text}\ncolour: red\n`))).toBe(false);
});
