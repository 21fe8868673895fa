import { posix } from "node:path";
import { lineAt, type RepositoryFile, type Rule, type Violation } from "./rule.ts";

const reasonsPath = "docs/DEPENDENCIES.md";

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** A line of reason is an item of a list that begins with the package's name in backquotes. */
export const dependenciesHaveReasons: Rule = {
  name: "each dependency is pinned and has a line of reason",
  check: (files) => {
    const manifest = files.find(({ path }) => path === "package.json");
    const reasons = files.find(({ path }) => path === reasonsPath)?.text ?? "";
    const { dependencies, devDependencies } = JSON.parse(manifest?.text ?? "{}") as Manifest;
    const versions = { ...dependencies, ...devDependencies };
    const explained = [...reasons.matchAll(/^- `([^`]+)`: ./gm)];
    const names = new Set(explained.map(([, name]) => name));
    return [
      ...Object.entries(versions).flatMap(([name, version]) => {
        const entry = `"${name}": "${version}"`;
        return [
          ...(names.has(name) ? [] : [at(manifest, entry, `${name} is not in ${reasonsPath}`)]),
          ...(/^\d+\.\d+\.\d+$/.test(version) ? [] : [at(manifest, entry, "is not pinned")]),
        ];
      }),
      ...explained
        .filter(([, name]) => versions[name ?? ""] === undefined)
        .map(([line, name]) => ({
          path: reasonsPath,
          line: lineAt(reasons, reasons.indexOf(line)),
          message: `${name} is not in package.json`,
        })),
    ];
  },
  canary: {
    files: [
      {
        path: "package.json",
        text: '{\n"dependencies": {\n"a": "^1.0.0" },\n"devDependencies": {\n"b": "1.0.0" } }',
      },
      { path: reasonsPath, text: "- `a`: adds\n- `c`: is gone\n" },
    ],
    found: ["package.json:3", "package.json:5", `${reasonsPath}:2`],
  },
};

function at(file: RepositoryFile | undefined, what: string, message: string): Violation {
  const text = file?.text ?? "";
  return { path: file?.path ?? "", line: lineAt(text, text.indexOf(what)), message };
}

/** Links into the repository: those to the web and to a file's own headings are not looked at. */
export const linksResolve: Rule = {
  name: "links in Markdown lead to files that are there",
  check: (files) => {
    const paths = new Set(files.flatMap(({ path }) => withParents(path)));
    return files
      .filter(({ path }) => path.endsWith(".md"))
      .flatMap((file) => brokenLinks(file, paths));
  },
  canary: {
    files: [
      {
        path: "docs/A.md",
        text: [
          "[up](../README.md#top), [web](https://example.com), [here](#a), [scenarios](../src/)",
          "`[code](nowhere.md)`, ![picture](missing.png) and [gone](B.md 'title')",
          "```\n[fenced](nowhere.md)\n```",
          "[named]: ../nowhere.md",
        ].join("\n"),
      },
      { path: "README.md", text: "" },
      { path: "src/core/a.ts", text: "[x](y.md)" },
    ],
    found: ["docs/A.md:2", "docs/A.md:2", "docs/A.md:6"],
  },
};

function brokenLinks(file: RepositoryFile, paths: ReadonlySet<string>): Violation[] {
  const text = file.text.replaceAll(/^```[\s\S]*?^```|`[^`\n]*`/gm, (code) =>
    code.replaceAll(/[^\n]/g, " "),
  );
  const links = /\]\(\s*<?([^)\s>]+)[^)]*\)|^\[[^\]]+\]:\s*(\S+)/gm;
  return [...text.matchAll(links)].flatMap((match) => {
    const target = (match[1] ?? match[2] ?? "").replace(/[#?].*$/, "");
    if (target === "" || /^[a-z][a-z+.-]*:/i.test(target)) return [];
    const path = posix.join(posix.dirname(file.path), decodeURI(target)).replace(/\/$/, "");
    if (paths.has(path)) return [];
    return [{ path: file.path, line: lineAt(text, match.index), message: `no ${path}` }];
  });
}

function withParents(path: string): string[] {
  const parent = posix.dirname(path);
  return parent === "." ? [path, "."] : [path, ...withParents(parent)];
}
