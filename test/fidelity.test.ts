import { readFileSync } from "node:fs";
import * as kinesis from "@aws-sdk/client-kinesis";
import * as s3 from "@aws-sdk/client-s3";
import * as sqs from "@aws-sdk/client-sqs";
import { describe, expect, it } from "vitest";
import { kinesisLimits } from "../src/core/limits/kinesis.ts";
import { s3Limits } from "../src/core/limits/s3.ts";
import { sqsLimits } from "../src/core/limits/sqs.ts";

const text = readFileSync(new URL("../docs/FIDELITY.md", import.meta.url), "utf8");
const rows = text
  .split("\n")
  .filter((line) => line.startsWith("| "))
  .map((line) => line.split("|").map((cell) => cell.trim()));

describe("docs/FIDELITY.md", () => {
  it.each([
    ["Kinesis", kinesis],
    ["SQS", sqs],
    ["S3", s3],
  ])("names every operation of %s once, with its status", (_name, client) => {
    const operations = Object.keys(client)
      .filter((name) => /^[A-Z]\w+Command$/.test(name))
      .map((name) => name.replace(/Command$/, ""));
    expect(operations.length).toBeGreaterThan(20);
    for (const operation of operations) {
      const found = rows.filter(([, names = ""]) => names.split(", ").includes(operation));
      const said = found.map(([, , status]) => `${operation}: ${status}`);
      expect(said).toEqual([expect.stringMatching(/: (full|deviates|not there)$/)]);
    }
  });

  it("gives each uncertain limit its default", () => {
    const limits = { kinesis: kinesisLimits(), sqs: sqsLimits(), s3: s3Limits() };
    const stated = rows.flatMap(([, name = "", value = ""]) => {
      const [, service, limit] = /^`(kinesis|sqs|s3)\.(\w+)`$/.exec(name) ?? [];
      return service === undefined ? [] : [{ service, limit, value }];
    });
    expect(stated.length).toBeGreaterThan(20);
    for (const { service, limit = "", value } of stated) {
      const table: Readonly<Record<string, number>> = limits[service as keyof typeof limits];
      expect(`${limit} ${table[limit]?.toLocaleString("en-US")}`).toBe(`${limit} ${value}`);
    }
  });
});
