import { parseDocument } from "yaml";
import type { JsonSchema } from "./json-schema.ts";
import { listed, suggestion, type Mistake } from "./mistake.ts";
import { editDistance, nearestName } from "./nearest.ts";
import { isMap, valueAt, withValueAt, type Path } from "./paths.ts";
import { keysAt, schemaAt, settablePaths } from "./schema-tree.ts";

/** One `--set path=value`. */
export interface Override {
  /** Dotted; items of lists by their name or index, as in `stages.work.instances`. */
  readonly path: string;
  /** A YAML scalar, or a list in brackets. */
  readonly value: string;
}

export interface Overridden {
  readonly value: unknown;
  readonly mistakes: readonly Mistake[];
  /** What was set, so that a mistake there names the option. */
  readonly options: readonly { readonly path: Path; readonly option: string }[];
}

/** The document with the overrides put into it. Values are judged later, with all the others. */
export function applyOverrides(
  root: unknown,
  overrides: readonly Override[],
  schema: JsonSchema,
): Overridden {
  const mistakes: Mistake[] = [];
  const options: { path: Path; option: string }[] = [];
  let value = root;
  for (const override of overrides) {
    const option = `--set ${override.path}`;
    const mistaken = (message: string, hint?: string) => {
      const place = { file: option, line: 0, column: 0, path: "" };
      mistakes.push({ ...place, message, ...(hint === undefined ? {} : { hint }) });
    };
    const path = resolvePath(schema, value, override.path);
    const parsed = parseDocument(override.value, { prettyErrors: false });
    if (path === undefined)
      mistaken("there is no such path", pathHint(schema, value, override.path));
    else if (parsed.errors[0]) mistaken(`the value is not YAML: ${parsed.errors[0].message}`);
    else if (isGroup(schema, value, path)) {
      mistaken(
        "this is a group of values",
        `set one of ${listed(keysAt(schema, value, path) ?? [])}`,
      );
    } else {
      options.push({ path, option });
      value = withValueAt(value, path, parsed.toJS());
    }
  }
  return { value, mistakes, options };
}

function isGroup(whole: JsonSchema, root: unknown, path: Path): boolean {
  const schema = schemaAt(whole, root, path);
  const value = valueAt(root, path);
  return schema?.properties !== undefined || (Array.isArray(value) && isMap(value[0]));
}

/** Dotted text to a path that the schema knows. A name in a list may have dots itself. */
function resolvePath(schema: JsonSchema, root: unknown, text: string): Path | undefined {
  const steps = text.split(".");
  const path: (string | number)[] = [];
  for (let i = 0; i < steps.length;) {
    const list = valueAt(root, path);
    if (Array.isArray(list)) {
      const item = findItem(list, steps.slice(i));
      if (item === undefined) return undefined;
      path.push(item.index);
      i += item.steps;
    } else {
      path.push(steps[i++] as string);
    }
    if (schemaAt(schema, root, path) === undefined) return undefined;
  }
  return path;
}

function findItem(list: readonly unknown[], steps: readonly string[]) {
  for (let taken = 1; taken <= steps.length; taken++) {
    const name = steps.slice(0, taken).join(".");
    const index = list.findIndex((item) => isMap(item) && item["name"] === name);
    if (index >= 0) return { index, steps: taken };
  }
  const index = /^\d+$/.test(steps[0] ?? "") ? Number(steps[0]) : list.length;
  return index < list.length ? { index, steps: 1 } : undefined;
}

/** The nearest whole path, or the nearest by its end where the beginning was left out. */
function pathHint(schema: JsonSchema, root: unknown, text: string): string {
  const paths = settablePaths(schema, root);
  const depth = text.split(".").length;
  const whole = nearestName(text, paths);
  const byEnd = paths.filter((path) => nearestName(text, [endOf(path, depth)]) !== undefined);
  const distance = (path: string) => editDistance(text, endOf(path, depth));
  const [end] = byEnd.sort((a, b) => distance(a) - distance(b) || a.length - b.length);
  if (whole === undefined || (end !== undefined && distance(end) < editDistance(text, whole))) {
    return suggestion(end, keysAt(schema, root, []) ?? []);
  }
  return suggestion(whole, []);
}

function endOf(path: string, depth: number): string {
  return path.split(".").slice(-depth).join(".");
}
