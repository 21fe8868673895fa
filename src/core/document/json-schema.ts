import { z } from "zod";

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

/** The schema of a kind of document, as code checks it and as people's editors do. */
export interface DocumentSchema<T> {
  readonly code: z.ZodType<T>;
  readonly editor: JsonSchema;
}

/** The editor's schema (draft 7) is generated from the code's. */
export function documentSchema<T>(code: z.ZodType<T>): DocumentSchema<T> {
  const editor = z.toJSONSchema(code, { io: "input", target: "draft-7" }) as JsonSchema;
  return { code, editor: { ...editor } };
}
