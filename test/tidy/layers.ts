import { importsOf, resolveImport } from "./code.ts";
import { isProduct, lineAt, type RepositoryFile, type Rule, type Violation } from "./rule.ts";

/**
 * Which folder of src may import which, besides itself. docs/ARCHITECTURE.md says the same in
 * words. A new folder is given a row here, or none of its imports pass.
 */
const parts: Readonly<Record<string, readonly string[]>> = {
  core: [],
  scenario: ["core"],
  emulator: ["core"],
  generators: ["core"],
  load: ["core", "scenario", "generators"],
  // Of the generators a pipeline uses the contracts alone: what a valid record looks like.
  pipeline: ["core", "scenario", "generators"],
  targets: ["core", "scenario", "emulator"],
  checks: ["core", "scenario"],
  reports: ["core", "scenario", "checks"],
  planner: ["core", "scenario", "emulator", "generators", "load"],
};
/** A run puts everything together, and the command line offers everything. */
const builders: Readonly<Record<string, readonly string[]>> = {
  run: Object.keys(parts).filter((layer) => layer !== "planner"),
  cli: [...Object.keys(parts), "run"],
};
const allowed = { ...parts, ...builders };

export const layersRunOneWay: Rule = {
  name: "layers run one way",
  check: (files) => files.filter(isProduct).flatMap(check),
  canary: {
    files: [
      { path: "src/core/a.ts", text: 'import type { Plan } from "../scenario/plan.ts";\n' },
      { path: "src/checks/b.ts", text: '\nimport { run } from "../run/run.ts";\n' },
      { path: "src/checks/c.ts", text: 'import { sum } from "../core/sum.ts";\n' },
      { path: "src/checks/c.test.ts", text: 'import { run } from "../run/run.ts";\n' },
      { path: "src/load/d.ts", text: 'const plant = await import("../../test/plant.ts");\n' },
      { path: "src/misc/e.ts", text: 'export { sum } from "../core/sum.ts";\n' },
    ],
    found: ["src/core/a.ts:1", "src/checks/b.ts:2", "src/load/d.ts:1", "src/misc/e.ts:1"],
  },
};

function check(file: RepositoryFile): Violation[] {
  const layer = layerOf(file.path);
  return importsOf(file.text).flatMap(({ specifier, offset }) => {
    const path = resolveImport(file.path, specifier);
    if (path === undefined) return [];
    const other = layerOf(path);
    if (allowed[layer] && (other === layer || allowed[layer].includes(other))) return [];
    const message = `${layer} may not import ${path}`;
    return [{ path: file.path, line: lineAt(file.text, offset), message }];
  });
}

/** The folder below src, or the whole path of what is elsewhere, which no layer may import. */
function layerOf(path: string): string {
  return /^src\/([^/]+)\//.exec(path)?.[1] ?? path;
}
