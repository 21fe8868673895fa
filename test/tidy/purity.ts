import { codeOf } from "./code.ts";
import { isProduct, matches, type Rule } from "./rule.ts";

const timeAndChance = new RegExp(
  [
    String.raw`\bDate\.now\b`,
    String.raw`\bMath\.random\b`,
    String.raw`\bnew Date(?:\(\s*\)|(?![\w(]))`,
    String.raw`\bperformance\.now\b`,
    String.raw`\bprocess\.hrtime\b`,
    String.raw`(?<![.\w$])(?:globalThis\.)?set(?:Timeout|Interval)\(`,
  ].join("|"),
  "g",
);

export const timeIsHandedIn: Rule = {
  name: "time, chance and timers come from src/core",
  check: (files) =>
    files
      .filter((file) => isProduct(file) && !file.path.startsWith("src/core/"))
      .flatMap((file) => [
        ...matches(file, codeOf(file.text), {
          pattern: timeAndChance,
          message: "{} outside src/core: take a Clock, a Random or a timer of core/timers.ts",
        }),
        ...matches(file, file.text, {
          pattern: /(?<=from )"(?:node:)?timers(?:\/promises)?"/g,
          message: "{} outside src/core: take a timer of core/timers.ts",
        }),
      ]),
  canary: {
    files: [
      {
        path: "src/load/a.ts",
        text: [
          "const text = `Date.now ${Date.now()} new Date()`; // Math.random()",
          "const half = total / 2; const chance = Math.random() / half;",
          "const now = [new Date(), new Date(0)];",
          "socket.setTimeout(5); setTimeout(go, 5);",
          'import { setTimeout as delay } from "node:timers/promises";',
          "const banned = /[/`]Date.now/; const fine = 'new Date()';",
        ].join("\n"),
      },
      { path: "src/core/clock.ts", text: "Date.now();" },
      { path: "src/load/a.test.ts", text: "Date.now();" },
    ],
    found: [1, 2, 3, 4, 5].map((line) => `src/load/a.ts:${line}`),
  },
};

export const processIsOfTheCli: Rule = {
  name: "only src/cli touches the process",
  check: (files) =>
    files
      .filter((file) => isProduct(file) && !file.path.startsWith("src/cli/"))
      .flatMap((file) => [
        ...matches(file, codeOf(file.text), {
          pattern: /\bprocess\.(?:argv|env|stdin|stdout|stderr|exit|exitCode)\b|\bconsole\.\w+/g,
          message: "{} outside src/cli: take it as a value, or give it back as one",
        }),
        ...matches(file, file.text, {
          pattern: /import \{[^}]*\b(?:argv|env|stdout|stderr|exit)\b[^}]*\} from "node:process"/g,
          message: "{} outside src/cli",
        }),
      ]),
  canary: {
    files: [
      { path: "src/run/a.ts", text: "const region =\n  process.env.AWS_REGION ?? process.cwd();" },
      { path: "src/run/b.ts", text: 'import { exit } from "node:process";' },
      { path: "src/cli/c.ts", text: "process.exitCode = 2;" },
    ],
    found: ["src/run/a.ts:2", "src/run/b.ts:1"],
  },
};
