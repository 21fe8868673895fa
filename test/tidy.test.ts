import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { readCheckout } from "./tidy/checkout.ts";
import { codeOf, importsOf } from "./tidy/code.ts";
import { noCycles } from "./tidy/cycles.ts";
import { dependenciesHaveReasons, linksResolve } from "./tidy/documents.ts";
import { layersRunOneWay } from "./tidy/layers.ts";
import {
  namesSayWhat,
  noBarrels,
  noDefaultExports,
  noPathsOfOneMachine,
  nothingLeftForLater,
} from "./tidy/naming.ts";
import { processIsOfTheCli, timeIsHandedIn } from "./tidy/purity.ts";
import type { Rule, Violation } from "./tidy/rule.ts";
import { membersHaveTests } from "./tidy/sets.ts";
import { shortFiles, shortLines } from "./tidy/sizes.ts";

/** To add a rule: write it with its canary in a file of test/tidy, and put it here. */
const rules: readonly Rule[] = [
  shortFiles,
  shortLines,
  layersRunOneWay,
  noCycles,
  timeIsHandedIn,
  processIsOfTheCli,
  noDefaultExports,
  noBarrels,
  namesSayWhat,
  nothingLeftForLater,
  noPathsOfOneMachine,
  membersHaveTests,
  dependenciesHaveReasons,
  linksResolve,
];

const checkout = readCheckout(fileURLToPath(new URL("..", import.meta.url)));
const place = ({ path, line }: Violation): string => `${path}:${line}`;

for (const rule of rules) {
  describe(`tidy: ${rule.name}`, () => {
    it("holds in this checkout", () => {
      expect(rule.check(checkout).map((found) => `${place(found)} ${found.message}`)).toEqual([]);
    });

    it("catches its canary", () => {
      expect(rule.check(rule.canary.files).map(place)).toEqual(rule.canary.found);
    });
  });
}

it("the checkout is read: it is not clean for want of files", () => {
  const paths = checkout.map(({ path }) => path);
  expect(paths).toEqual(expect.arrayContaining(["package.json", "src/core/clock.ts", ".ci/run"]));
});

describe("reading code", () => {
  it.each([
    ["a comment", "x; // y\nz; /* a\nb */ c", "x;     \nz;     \n     c"],
    ["a string", "f(\"a // b\", 'c');", 'f("      ", " ");'],
    ["a template", "f(`a ${g({ b: `c` })} d`);", "f(`  ${g({ b: ` ` })}  `);"],
    ["a regular expression", 'x = /["`/]/g; y / 2; "a"', 'x =         ; y / 2; " "'],
    ["a regular expression after return", "return /`/.test(a) / 2", "return    .test(a) / 2"],
  ])("blanks the inside of %s", (_, text, code) => {
    expect(codeOf(text)).toBe(code);
  });

  it("finds imports, and what kind they are", () => {
    const text = [
      'import "./a.ts";',
      'import { b, type B } from "./b.ts";',
      'import type { C } from "c";',
      "const text = 'import { x } from \"./x.ts\"';",
      'export * from "./d.ts";',
      'const late = await import("./e.ts");',
      'export const from = "./y.ts";',
    ].join("\n");
    expect(importsOf(text).map(({ specifier, kind }) => `${kind} ${specifier}`)).toEqual([
      "value ./a.ts",
      "value ./b.ts",
      "type c",
      "value ./d.ts",
      "dynamic ./e.ts",
    ]);
  });
});
