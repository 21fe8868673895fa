import { isProduct, type Rule } from "./rule.ts";

/**
 * Folders that are sets: one member a file, its test beside it. Beside the members lie an interface
 * and a table, which hold nothing that could fail by itself.
 */
const sets: Readonly<Record<string, { readonly notMembers: readonly string[] }>> = {
  "src/checks/": { notMembers: ["verdict.ts", "table.ts"] },
  "src/generators/": { notMembers: ["generator.ts", "table.ts"] },
  "src/load/pacers/": { notMembers: ["pacer.ts"] },
};

export const membersHaveTests: Rule = {
  name: "each member of a set has its test beside it",
  check: (files) => {
    const paths = new Set(files.map(({ path }) => path));
    return files
      .filter((file) => isProduct(file) && isMember(file.path))
      .filter(({ path }) => !paths.has(path.replace(/\.ts$/, ".test.ts")))
      .map(({ path }) => ({ path, line: 1, message: "has no test beside it" }));
  },
  canary: {
    files: [
      { path: "src/checks/latency.ts", text: "" },
      { path: "src/checks/ordering.ts", text: "" },
      { path: "src/checks/ordering.test.ts", text: "" },
      { path: "src/checks/verdict.ts", text: "" },
      { path: "src/cli/main.ts", text: "" },
    ],
    found: ["src/checks/latency.ts:1"],
  },
};

function isMember(path: string): boolean {
  return Object.entries(sets).some(([folder, { notMembers }]) => {
    const name = path.slice(folder.length);
    return path.startsWith(folder) && !name.includes("/") && !notMembers.includes(name);
  });
}
