import type { z } from "zod";
import type { Finding } from "./finding.ts";
import { listed, suggestion } from "./mistake.ts";
import { nearestName } from "./nearest.ts";
import { isMap, isWithin, valueAt, withValueAt, type Path } from "./paths.ts";
import type { DocumentSchema, JsonSchema } from "./json-schema.ts";
import { keysAt, kindsAt, placeholder, schemaAt } from "./schema-tree.ts";

export interface ShapeAnswer<T> {
  readonly findings: readonly Finding[];
  /**
   * The value, with placeholders where it is mistaken, so that the rest can still be checked.
   * Undefined where it cannot be mended.
   */
  readonly value: T | undefined;
  /** The places that hold placeholders. */
  readonly mended: readonly Path[];
}

/** A mended place can uncover mistakes inside it: a stage of unknown kind, then its keys. */
const roundsMax = 6;

/** Checks keys, types, units and bounds, and finds all mistakes of these kinds at once. */
export function checkShape<T>(root: unknown, schema: DocumentSchema<T>): ShapeAnswer<T> {
  const { code, editor } = schema;
  const findings: Finding[] = [];
  const mended: Path[] = [];
  let value = root;
  for (let round = 0; round < roundsMax; round++) {
    const parsed = code.safeParse(value);
    if (parsed.success) return { findings, value: parsed.data, mended };
    const issues = parsed.error.issues.flatMap((issue) => singleIssues(issue));
    const renamed = issues.flatMap((issue) => renamedKeys({ editor, root: value }, issue));
    for (const issue of issues) {
      const path = pathOf(issue);
      const isKnown = [...mended, ...renamed].some((place) => isWithin(path, place));
      if (!isKnown) findings.push(findingOf({ editor, root: value }, issue));
    }
    mended.push(...renamed, ...issues.map((issue) => mendedPlace({ editor, root: value }, issue)));
    value = issues.reduce((root, issue) => mend({ editor, root }, issue), value);
  }
  return { findings, value: undefined, mended };
}

type Issue = z.core.$ZodIssue;

interface Checked {
  readonly editor: JsonSchema;
  readonly root: unknown;
}

function pathOf(issue: Issue): Path {
  return issue.path.map((step) => (typeof step === "symbol" ? String(step) : step));
}

/** Issues of one place each: of several keys one a key, of a list in a union those of its items. */
function singleIssues(issue: Issue): Issue[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ ...issue, keys: [key], path: [...issue.path, key] }));
  }
  if (issue.code !== "invalid_union") return [issue];
  const inner = issue.errors.flat().filter(({ path }) => path.length > 0);
  if (inner.length === 0) return [issue];
  return inner.map((item) => ({ ...item, path: [...issue.path, ...item.path] }));
}

/** The key that an unknown one was meant to be, if it is near: it is not also called missing. */
function renamedKeys(checked: Checked, issue: Issue): Path[] {
  if (issue.code !== "unrecognized_keys") return [];
  const path = pathOf(issue);
  const meant = nearestKey(checked, path);
  return meant === undefined ? [] : [[...path.slice(0, -1), meant]];
}

function nearestKey(checked: Checked, path: Path): string | undefined {
  return nearestName(String(path.at(-1)), unusedKeys(checked, path.slice(0, -1)));
}

function unusedKeys({ editor, root }: Checked, mapPath: Path): readonly string[] {
  const map = valueAt(root, mapPath);
  return (keysAt(editor, root, mapPath) ?? []).filter(
    (key) => !isMap(map) || !Object.hasOwn(map, key),
  );
}

function findingOf(checked: Checked, issue: Issue): Finding {
  const { editor, root } = checked;
  const path = pathOf(issue);
  if (issue.code === "unrecognized_keys") {
    const hint = suggestion(nearestKey(checked, path), unusedKeys(checked, path.slice(0, -1)));
    return { path, at: "key", message: `unknown key \`${String(path.at(-1))}\``, hint };
  }
  const found = valueAt(root, path);
  const kinds =
    issue.code === "invalid_union" && issue.discriminator
      ? kindsAt(editor, root, path.slice(0, -1))
      : [];
  const nearest = nearestName(String(path.at(-1) === "kind" ? found : ""), kinds);
  if (kinds.length > 0) {
    const message = stated(found, `one of ${listed(kinds, "or")}`);
    return {
      path,
      message,
      ...(nearest === undefined ? {} : { hint: suggestion(nearest, kinds) }),
    };
  }
  return { path, message: stated(found, expectation(issue)) };
}

function stated(found: unknown, expected: string): string {
  return found === undefined
    ? `missing: expected ${expected}`
    : `found ${shown(found)}, expected ${expected}`;
}

/** The errors of our schemas say what was expected; only maps and lists are left to zod. */
function expectation(issue: Issue): string {
  if (!issue.message.startsWith("Invalid input")) return issue.message;
  if (issue.code === "invalid_type" && issue.expected === "object") return "a map";
  if (issue.code === "invalid_type" && issue.expected === "array") return "a list";
  return issue.message.replace("Invalid input: expected ", "");
}

function shown(value: unknown): string {
  if (value === null) return "nothing";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "object") return "a map";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return `\`${text.length > 60 ? `${text.slice(0, 57)}...` : text}\``;
}

/** What is replaced: the value, or the whole stage where its kind is like none that there is. */
function mendedPlace({ editor, root }: Checked, issue: Issue): Path {
  const path = pathOf(issue);
  const isKindless = issue.code === "invalid_union" && schemaAt(editor, root, path) === undefined;
  return isKindless ? path.slice(0, -1) : path;
}

function mend(checked: Checked, issue: Issue): unknown {
  const { editor, root } = checked;
  const place = mendedPlace(checked, issue);
  if (issue.code === "unrecognized_keys") return withValueAt(root, place, undefined);
  const schema = schemaAt(editor, root, place);
  return schema === undefined ? root : withValueAt(root, place, placeholder(schema));
}
