import { InvalidArgumentError } from "commander";
import type { Override } from "../core/document/overrides.ts";

/** Parses `--set path=value`, which may be repeated; the example is one of the document's own. */
export function overrideOption(example: string) {
  return (text: string, before: readonly Override[] = []): readonly Override[] => {
    const at = text.indexOf("=");
    if (at < 1) throw new InvalidArgumentError(`path=value, as in ${example}`);
    return [...before, { path: text.slice(0, at), value: text.slice(at + 1) }];
  };
}
