import { describe, expect, it } from "vitest";
import { type OutputOptions, outputOf } from "./output.ts";

const events = [
  { partitionKey: "a", body: '{"n":1}' },
  { partitionKey: 'quoted "b"', body: '{"n":2}' },
];
const keyed = [
  { partitionKey: "a", event: { n: 1 } },
  { partitionKey: 'quoted "b"', event: { n: 2 } },
];

const text = (options: OutputOptions, of = events) => [...outputOf(of, options)].join("");

describe("events as text", () => {
  it("are a line each", () => {
    expect(text({ format: "ndjson", content: "event" })).toBe('{"n":1}\n{"n":2}\n');
  });

  it("are one array", () => {
    expect(text({ format: "json", content: "event" })).toBe('[\n{"n":1},\n{"n":2}\n]\n');
  });

  it("carry their keys where asked", () => {
    const lines = text({ format: "ndjson", content: "keyed" }).trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(keyed);
    expect(JSON.parse(text({ format: "json", content: "keyed" }))).toEqual(keyed);
  });

  it.each(["ndjson", "json"] as const)("are made in pieces, when asked for: %s", (format) => {
    let made = 0;
    function* many() {
      for (; made < 10_000; made++) yield { partitionKey: "k", body: `{"n":${made}}`.padEnd(100) };
    }
    const pieces = outputOf(many(), { format, content: "event" })[Symbol.iterator]();
    const first = String(pieces.next().value);
    expect(first.length).toBeLessThan(70_000);
    expect(made).toBeLessThan(700);
    let rest = "";
    for (let next = pieces.next(); !next.done; next = pieces.next()) rest += next.value;
    const lines = (first + rest).trimEnd().split(format === "json" ? /,?\n/ : "\n");
    expect(lines).toHaveLength(format === "json" ? 10_002 : 10_000);
  });
});
