import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { JsonSchema } from "../core/document/json-schema.ts";
import { editorSchemaText, scenarioDocument } from "./editor-schema.ts";
import { withValueAt } from "../core/document/paths.ts";
import { kindsAt, placeholder, schemaAt, settablePaths } from "../core/document/schema-tree.ts";
import { scenarioSchema } from "./schema.ts";

const editorSchema: JsonSchema = scenarioDocument.editor;

describe("the editor schema", () => {
  it("is checked in as the code generates it", () => {
    const file = new URL("../../scenarios/scenario.schema.json", import.meta.url);
    const command = "npm run schema";
    const checkedIn: unknown = JSON.parse(readFileSync(file, "utf8"));
    expect(checkedIn, `rewrite it: ${command}`).toEqual(JSON.parse(editorSchemaText()));
  });

  it("says what a duration looks like", () => {
    expect(schemaAt(editorSchema, {}, ["playback", "span"])).toMatchObject({
      type: "string",
      description: "The stretch of the day that is played.",
      examples: ["24h", "2min", "5s"],
    });
  });

  it("has placeholders that the code's schema takes, for every kind of stage", () => {
    const whole = placeholder(editorSchema);
    const kinds: readonly JsonSchema[] = editorSchema.properties?.["stages"]?.items?.oneOf ?? [];
    expect(kinds).toHaveLength(kindsAt(editorSchema, whole, ["stages", 0]).length);
    for (const kind of kinds) {
      let stage = placeholder(kind);
      for (const [key, member] of Object.entries(kind.properties ?? {})) {
        stage = withValueAt(stage, [key], placeholder(member));
      }
      const document = withValueAt(whole, ["stages"], [stage]);
      expect(scenarioSchema.safeParse(document).error?.issues).toBeUndefined();
    }
  });

  it("has a placeholder for each other path that the code's schema takes", () => {
    const whole = placeholder(editorSchema);
    for (const text of settablePaths(editorSchema, {}).filter((path) => path !== "stages")) {
      const path = text.split(".");
      const schema = schemaAt(editorSchema, whole, path) ?? {};
      const document = withValueAt(whole, path, placeholder(schema));
      const issues = scenarioSchema.safeParse(document).error?.issues ?? [];
      const own = issues.filter((issue) => issue.path.join(".").startsWith(text));
      expect({ text, own }).toEqual({ text, own: [] });
    }
  });
});
