import {
  isAlias,
  isMap as isMapNode,
  isNode,
  isPair,
  isSeq,
  LineCounter,
  parseDocument,
  type Document,
} from "yaml";
import type { Finding } from "./finding.ts";
import type { Path } from "./paths.ts";

interface Position {
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

/** A text as a value, with the way back from each path to its place. */
export interface YamlDocument {
  /** Undefined where the text is not YAML: then only `errors` say anything. */
  readonly value: unknown;
  readonly errors: readonly (Position & { readonly message: string })[];
  locate(path: Path, at: Finding["at"]): Position;
}

/** Parses YAML 1.2. Syntax errors and keys that stand twice are errors with positions. */
export function parseYaml(text: string): YamlDocument {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const positionOf = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const problems = [...document.errors, ...document.warnings];
  const isReadable = document.errors.every(({ code }) => code === "DUPLICATE_KEY");
  return {
    value: isReadable ? document.toJS() : undefined,
    errors: problems.map(({ code, message, pos }) => ({
      ...positionOf(pos[0]),
      message: code === "DUPLICATE_KEY" ? "this key stands twice in its map" : `YAML: ${message}`,
    })),
    locate: (path, at) => positionOf(offsetOf(document, path, at ?? "value")),
  };
}

/** The offset of a key or a value; where the path leads nowhere, of the last key that is there. */
function offsetOf(document: Document, path: Path, at: "key" | "value"): number {
  let node: unknown = document.contents;
  let keyOffset = startOf(node) ?? 0;
  let valueOffset = keyOffset;
  for (const [index, step] of path.entries()) {
    const isLast = index === path.length - 1;
    if (isAlias(node)) node = node.resolve(document);
    if (isMapNode(node)) {
      const pair = node.items.find(({ key }) => String(isNode(key) ? key.toJSON() : key) === step);
      if (!isPair(pair)) return keyOffset;
      keyOffset = startOf(pair.key) ?? keyOffset;
      valueOffset = startOf(pair.value) ?? keyOffset;
      if (isLast && pair.value === null) return keyOffset;
      node = pair.value;
    } else if (isSeq(node) && typeof step === "number") {
      node = node.items[step];
      keyOffset = valueOffset = startOf(node) ?? keyOffset;
    } else {
      return keyOffset;
    }
  }
  return at === "key" ? keyOffset : valueOffset;
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
