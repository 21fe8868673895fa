import { documentSchema } from "../core/document/json-schema.ts";
import { scenarioSchema } from "./schema.ts";

export const scenarioDocument = documentSchema(scenarioSchema);

/** The text of `scenarios/scenario.schema.json`. */
export function editorSchemaText(): string {
  const { editor } = scenarioDocument;
  return `${JSON.stringify({ title: "aforo scenario", ...editor }, undefined, 2)}\n`;
}
