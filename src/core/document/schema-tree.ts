import type { JsonSchema } from "./json-schema.ts";
import { nearestName } from "./nearest.ts";
import { isMap, valueAt, type Path } from "./paths.ts";

/** The keys that a map may have there, and undefined where there is no such map. */
export function keysAt(
  whole: JsonSchema,
  root: unknown,
  path: Path,
): readonly string[] | undefined {
  const properties = schemaAt(whole, root, path)?.properties;
  return properties && Object.keys(properties);
}

/**
 * The schema of the value at a path. Which kind an item is depends on the document; where its kind
 * is mistaken, the nearest one is taken.
 */
export function schemaAt(whole: JsonSchema, root: unknown, path: Path): JsonSchema | undefined {
  const schema = unchosenAt(whole, root, path);
  return schema && chosen(schema, valueAt(root, path));
}

/** The kinds that the value at a path may be of; none where it has no kind. */
export function kindsAt(whole: JsonSchema, root: unknown, path: Path): readonly string[] {
  return kindsOf(unchosenAt(whole, root, path));
}

function unchosenAt(whole: JsonSchema, root: unknown, path: Path): JsonSchema | undefined {
  const step = path.at(-1);
  if (step === undefined) return whole;
  const parent = schemaAt(whole, root, path.slice(0, -1));
  if (typeof step === "number") return listBranch(parent)?.items;
  const properties = parent?.properties;
  return properties && Object.hasOwn(properties, step) ? properties[step] : undefined;
}

/** A value that the schema takes: stands in for a mistaken one, so that the rest can be checked. */
export function placeholder(schema: JsonSchema): unknown {
  if (schema.default !== undefined) return schema.default;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema.examples !== undefined) return schema.examples[0];
  const branch = schema.oneOf?.[0] ?? schema.anyOf?.[0];
  if (branch !== undefined) return placeholder(branch);
  if (schema.type === "object") {
    const required = schema.required ?? [];
    const members = required.map((key) => [key, placeholder(schema.properties?.[key] ?? {})]);
    return Object.fromEntries(members);
  }
  if (schema.type === "array") {
    return schema.minItems && schema.items ? [placeholder(schema.items)] : [];
  }
  if (schema.type === "boolean") return false;
  return schema.type === "string" ? "xxx" : (schema.minimum ?? 1);
}

function kindsOf(schema: JsonSchema | undefined): readonly string[] {
  return (schema?.oneOf ?? []).map((option) => String(option.properties?.["kind"]?.const));
}

/** Every path that can be set on this document, as text. */
export function settablePaths(whole: JsonSchema, root: unknown): readonly string[] {
  const paths: string[] = [];
  const visit = (schema: JsonSchema, value: unknown, prefix: string): void => {
    const shape = chosen(schema, value);
    const list = listBranch(shape);
    if (shape.properties) {
      for (const [key, inner] of Object.entries(shape.properties)) {
        const below = isMap(value) && Object.hasOwn(value, key) ? value[key] : undefined;
        visit(inner, below, prefix === "" ? key : `${prefix}.${key}`);
      }
    } else if (list?.items && Array.isArray(value) && isMap(value[0])) {
      for (const [index, item] of value.entries()) {
        const name = isMap(item) && typeof item["name"] === "string" ? item["name"] : index;
        visit(list.items, item, `${prefix}.${name}`);
      }
    } else {
      paths.push(prefix);
    }
  };
  visit(whole, root, "");
  return paths;
}

function chosen(schema: JsonSchema, value: unknown): JsonSchema {
  if (schema.oneOf === undefined) return schema;
  const kinds = kindsOf(schema);
  const written = isMap(value) ? String(value["kind"]) : "";
  const kind = kinds.includes(written) ? written : nearestName(written, kinds);
  return (kind === undefined ? undefined : schema.oneOf[kinds.indexOf(kind)]) ?? schema;
}

function listBranch(schema: JsonSchema | undefined): JsonSchema | undefined {
  return schema?.items ? schema : schema?.anyOf?.find((branch) => branch.items !== undefined);
}
