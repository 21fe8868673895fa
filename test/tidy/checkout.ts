import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { RepositoryFile } from "./rule.ts";

/** What git does not hold: see .gitignore. */
const notHeld = new Set([".git", "node_modules", "dist", "coverage"]);
const textual = /\.(?:ts|js|mjs|json|ya?ml|md|html|css|csv|xml|txt)$|(?:^|\/)(?:\.[\w.]+|[\w]+)$/;

/** Every file of the checkout under `root`, sorted by path. The reports of runs are left out. */
export function readCheckout(root: string): RepositoryFile[] {
  const files: RepositoryFile[] = [];
  const walk = (folder: string): void => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (notHeld.has(entry.name) || entry.name.endsWith(".log")) continue;
      if (path.startsWith("reports/") && path !== "reports/README.md") continue;
      if (entry.isDirectory()) walk(path);
      else if (entry.isFile()) files.push({ path, text: textual.test(path) ? read(path) : "" });
    }
  };
  const read = (path: string): string => readFileSync(join(root, path), "utf8");
  walk("");
  return files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}
