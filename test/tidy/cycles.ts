import { importsOf, resolveImport } from "./code.ts";
import { isSource, type RepositoryFile, type Rule } from "./rule.ts";

/** Type imports are gone at run time, and a dynamic one is loaded late: neither makes a cycle. */
export const noCycles: Rule = {
  name: "no files import each other's values in a circle",
  check: (files) => {
    const graph = graphOf(files.filter(isSource));
    return circlesOf(graph).map((circle) => ({
      path: circle[0] ?? "",
      line: 1,
      message: `a circle of imports: ${circle.join(", ")}`,
    }));
  },
  canary: {
    files: [
      { path: "src/core/a.ts", text: 'import { b } from "./b.ts";\n' },
      { path: "src/core/b.ts", text: 'import {\n  c,\n} from "./c.ts";\n' },
      { path: "src/core/c.ts", text: 'export { a } from "./a.ts";\n' },
      { path: "src/core/d.ts", text: 'import { e } from "./e.ts";\n' },
      { path: "src/core/e.ts", text: 'import type { D } from "./d.ts";\n' },
      { path: "src/core/f.ts", text: 'import { f } from "./f.ts";\n' },
    ],
    found: ["src/core/a.ts:1", "src/core/f.ts:1"],
  },
};

type Graph = ReadonlyMap<string, readonly string[]>;

function graphOf(files: readonly RepositoryFile[]): Graph {
  const paths = new Set(files.map(({ path }) => path));
  return new Map(
    files.map(({ path, text }) => [
      path,
      importsOf(text)
        .filter(({ kind }) => kind === "value")
        .map(({ specifier }) => resolveImport(path, specifier))
        .filter((target) => target !== undefined && paths.has(target))
        .map(String),
    ]),
  );
}

/** The strongly connected components that are circles, by Tarjan's algorithm, each sorted. */
function circlesOf(graph: Graph): string[][] {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const circles: string[][] = [];

  const visit = (node: string): number => {
    const number = order.size;
    order.set(node, number);
    lowest.set(node, number);
    open.push(node);
    for (const next of graph.get(node) ?? []) {
      const reached = order.has(next) ? openNumber(next) : visit(next);
      lowest.set(node, Math.min(lowest.get(node) ?? number, reached));
    }
    const low = lowest.get(node) ?? number;
    if (low === number) close(node);
    return low;
  };
  const openNumber = (node: string): number =>
    open.includes(node) ? (order.get(node) ?? Infinity) : Infinity;
  const close = (node: string): void => {
    const component = open.splice(open.indexOf(node)).toSorted();
    if (component.length > 1 || graph.get(node)?.includes(node)) circles.push(component);
  };

  for (const node of graph.keys()) if (!order.has(node)) visit(node);
  return circles;
}
