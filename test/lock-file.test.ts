import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

interface LockFile {
  readonly packages: Readonly<
    Record<string, { readonly optionalDependencies?: Readonly<Record<string, string>> }>
  >;
}

const lockFile = JSON.parse(
  readFileSync(new URL("../package-lock.json", import.meta.url), "utf8"),
) as LockFile;

/** Where a registry lacks the build for a platform, npm leaves it out, and `npm ci` fails there. */
it("the lock file has the builds for every platform", () => {
  const installed = new Set(
    Object.keys(lockFile.packages).map((path) => path.replace(/^.*node_modules\//, "")),
  );
  const named = Object.values(lockFile.packages).flatMap((entry) =>
    Object.keys(entry.optionalDependencies ?? {}),
  );
  expect(named.length).toBeGreaterThan(50);
  expect(named.filter((name) => !installed.has(name))).toEqual([]);
});
