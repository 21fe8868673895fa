import { z } from "zod";
import { scenarioSchema } from "./schema.ts";

/** What we read of a JSON Schema: enough to walk ours. */
export interface JsonSchema {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly examples?: readonly unknown[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly minItems?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly oneOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
}

/** The JSON Schema (draft 7) of a scenario file, generated from the code's schema. */
export const editorSchema: JsonSchema = {
  ...(z.toJSONSchema(scenarioSchema, { io: "input", target: "draft-7" }) as JsonSchema),
};

/** The text of `scenarios/scenario.schema.json`. */
export function editorSchemaText(): string {
  return `${JSON.stringify({ title: "aforo scenario", ...editorSchema }, undefined, 2)}\n`;
}
