import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { kinesisLimitTable } from "../../../src/core/limits/kinesis.ts";
import { s3LimitTable } from "../../../src/core/limits/s3.ts";
import { sqsLimitTable } from "../../../src/core/limits/sqs.ts";

const tables = { kinesis: kinesisLimitTable, sqs: sqsLimitTable, s3: s3LimitTable };

/** Limits that no load reaches, each with the reason why there is no test of it here. */
const beyondLoad: Readonly<Record<string, string>> = {
  "s3.notificationDelayMs": "not AWS's: how long after a change the emulator tells of it",
};

/** Titles name the limits that they are about: "a, b: what is seen", or a row of a table "a". */
function limitsNamedIn(file: string): readonly string[] {
  const text = readFileSync(new URL(file, import.meta.url), "utf8");
  const service = file.split("-")[0] as string;
  const titles = text.matchAll(/["'`]((?:[\w.]+, )*[\w.]+)(?:: |["'`])/g);
  return [...titles]
    .flatMap(([, names = ""]) => names.split(", "))
    .map((name) => (name.includes(".") ? name : `${service}.${name}`));
}

const all = Object.entries(tables).flatMap(([service, table]) =>
  Object.keys(table).map((name) => `${service}.${name}`),
);
const files = readdirSync(new URL(".", import.meta.url)).filter((name) =>
  /^(?!complete).*\.ts$/.test(name),
);
const named = new Set(files.flatMap(limitsNamedIn));

it("each limit of a service is named by a test, or by a reason why load does not reach it", () => {
  expect(all.filter((limit) => !named.has(limit) && !(limit in beyondLoad))).toEqual([]);
});

it("what is beyond load is a limit, and has no test", () => {
  const reasons = Object.keys(beyondLoad);
  expect(reasons.filter((limit) => !all.includes(limit) || named.has(limit))).toEqual([]);
});
