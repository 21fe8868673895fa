import { codeOf } from "./code.ts";
import { isProduct, isSource, matches, type RepositoryFile, type Rule } from "./rule.ts";

export const noDefaultExports: Rule = {
  name: "no default exports",
  // The configuration files of tools must have one; they lie in the root.
  check: (files) =>
    files.filter(isSource).flatMap((file) =>
      matches(file, codeOf(file.text), {
        pattern: /\bexport\s+default\b|\bexport\s*\{[^}]*\bas default\b/g,
        message: "export it by its name",
      }),
    ),
  canary: {
    files: [
      { path: "src/core/a.ts", text: "const a = 1;\nexport default a;\n" },
      { path: "src/core/b.ts", text: "const b = 1;\nexport { b as default };\n" },
      { path: "src/core/c.ts", text: "// export default\nexport const c = 1;\n" },
    ],
    found: ["src/core/a.ts:2", "src/core/b.ts:2"],
  },
};

export const noBarrels: Rule = {
  name: "no file does nothing but re-export",
  check: (files) =>
    files
      .filter(isProduct)
      .filter((file) => isBarrel(codeOf(file.text)))
      .map((file) => ({ path: file.path, line: 1, message: "import from the file itself" })),
  canary: {
    files: [
      { path: "src/core/index.ts", text: 'export * from "./a.ts";\nexport { b } from "./b.ts";' },
      { path: "src/core/c.ts", text: 'export { b } from "./b.ts";\nexport const c = 1;' },
    ],
    found: ["src/core/index.ts:1"],
  },
};

function isBarrel(code: string): boolean {
  const reExport = /\bexport\s+(?:type\s+)?(?:\*(?:\s+as\s+\w+)?|\{[^}]*\})\s*from\s*" *";?/g;
  return reExport.test(code) && code.replaceAll(reExport, "").trim() === "";
}

const vague = String.raw`[\w$]*(?:[Mm]anager|[Hh]elpers?|[Uu]tils?|[Uu]tility)`;
const declaration = String.raw`\b(?:class|function\*?|const|let|interface|type)\s+`;

export const namesSayWhat: Rule = {
  name: "no name is a manager, a helper or utils",
  check: (files) =>
    files.filter(isSource).flatMap((file) => [
      ...matches(file, codeOf(file.text), {
        pattern: new RegExp(`${declaration}${vague}\\b`, "g"),
        message: "{}: name it for what it does",
      }),
      ...(new RegExp(`(?:^|[/.-])${vague}(?=[/.-])`).test(file.path)
        ? [{ path: file.path, line: 1, message: "name the file for what it holds" }]
        : []),
    ]),
  canary: {
    files: [
      { path: "src/core/utils.ts", text: "" },
      { path: "src/load/a.ts", text: 'import "node:util";\nclass RetryManager {}\n' },
      { path: "src/load/b.ts", text: "const utilization = 0.5;\nfunction parseHelper() {}\n" },
    ],
    found: ["src/core/utils.ts:1", "src/load/a.ts:2", "src/load/b.ts:2"],
  },
};

/** These rules hold the words that they look for, as do their canaries. */
function isNotTheRules(file: RepositoryFile): boolean {
  return !file.path.startsWith("test/tidy/");
}

export const nothingLeftForLater: Rule = {
  name: "nothing is left for later",
  check: (files) =>
    files.filter(isNotTheRules).flatMap((file) =>
      matches(file, file.text, {
        pattern: /\b(?:TODO|FIXME|XXX)\b/g,
        message: "{}: do it, or write an issue",
      }),
    ),
  canary: {
    files: [{ path: "docs/a.md", text: "Done.\n\nTODO: the rest\n" }],
    found: ["docs/a.md:3"],
  },
};

export const noPathsOfOneMachine: Rule = {
  name: "no path leads to somebody's own machine",
  check: (files) =>
    files.filter(isNotTheRules).flatMap((file) =>
      matches(file, file.text, {
        pattern: /(?<![\w.~:})/-])\/(?:work|home|root|Users)\/\w*/g,
        message: "{}: write it from the root of the repository",
      }),
    ),
  canary: {
    files: [
      { path: "docs/a.md", text: "See `/home/anna/aforo`\n" },
      { path: "src/run/b.ts", text: 'import "../work/item.ts";\nconst path = "/root/x";' },
    ],
    found: ["docs/a.md:1", "src/run/b.ts:2"],
  },
};
