import { isSource, type RepositoryFile, type Rule } from "./rule.ts";

const fileLinesMax = 300;
const lineCharactersMax = 100;

/** What a machine wrote, or what a test compares with, is as long as it is. */
const generated = /(?:^|\/)(?:golden|__snapshots__)\/|\.schema\.json$|^package-lock\.json$/;
const written = /^(?:(?:src|test|bench)\/.*\.ts|\.ci\/.*|[^/]*\.(?:ts|yml|yaml))$/;

/** Functions are held to 70 lines and 3 parameters by the linter, which parses them. */
export const shortFiles: Rule = {
  name: `a file has at most ${fileLinesMax} lines`,
  check: (files) =>
    files
      .filter((file) => isSource(file) && !generated.test(file.path))
      .map((file) => ({ file, lines: file.text.replace(/\n$/, "").split("\n").length }))
      .filter(({ lines }) => lines > fileLinesMax)
      .map(({ file, lines }) => ({
        path: file.path,
        line: fileLinesMax + 1,
        message: `${lines} lines: split it along what it does`,
      })),
  canary: {
    files: [
      { path: "src/core/long.ts", text: "x;\n".repeat(fileLinesMax + 1) },
      { path: "src/core/full.ts", text: "x;\n".repeat(fileLinesMax) },
    ],
    found: [`src/core/long.ts:${fileLinesMax + 1}`],
  },
};

export const shortLines: Rule = {
  name: `a line has at most ${lineCharactersMax} characters`,
  check: (files) =>
    files
      .filter((file) => written.test(file.path) && !generated.test(file.path))
      .flatMap((file) => longLines(file)),
  canary: {
    files: [
      { path: "src/core/wide.ts", text: `short;\n${"x".repeat(lineCharactersMax + 1)}\n` },
      { path: "src/core/link.ts", text: `// https://example.com/${"x".repeat(100)}\n` },
      { path: "test/golden/wide.ts", text: "x".repeat(200) },
    ],
    found: ["src/core/wide.ts:2"],
  },
};

function longLines(file: RepositoryFile) {
  return file.text.split("\n").flatMap((text, index) => {
    const characters = Array.from(text).length;
    if (characters <= lineCharactersMax || /https?:\/\//.test(text)) return [];
    return [{ path: file.path, line: index + 1, message: `${characters} characters` }];
  });
}
