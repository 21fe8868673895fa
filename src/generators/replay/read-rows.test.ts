import { createHash } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readPlainly, recordingFolder } from "../../../test/support/recordings.ts";
import type { RecordingSettings } from "../../core/recording.ts";
import { readRows } from "./read-rows.ts";

const written = recordingFolder();

/** What is read: the members of good rows, what is wrong with bad ones. */
function read(name: string, content: string | Buffer, settings: Partial<RecordingSettings> = {}) {
  const path = written(name, content);
  return Array.from(readRows(readPlainly(path, settings), createHash("sha256")), (row) =>
    "problem" in row ? `${row.place}: ${row.problem}` : row.text,
  );
}

const twoRows = ['"id":1,"name":"Sol"', '"id":2,"name":"Suchil"'];

describe("the formats", () => {
  it.each([
    ["lines.ndjson", '{"id":1,"name":"Sol"}\n{"id":2,"name":"Suchil"}\n', {}],
    ["no end of line", '{"id":1,"name":"Sol"}\r\n\r\n{"id":2,"name":"Suchil"}', {}],
    ["lines.json.gz", '{"id":1,"name":"Sol"}\n{"id":2,"name":"Suchil"}\n', {}],
    ["a mark of the byte order", '\uFEFF{"id":1,"name":"Sol"}\n{"id":2,"name":"Suchil"}', {}],
    ["list.json", '[{"id":1,"name":"Sol"},{"id":2,"name":"Suchil"}]', {}],
    [
      "list over lines",
      ' [\n  {\n"id":1,\r\n  "name":"Sol"\n},\n\n{"id":2,"name":"Suchil"}\n]\n',
      {},
    ],
    ["list.json.gz", '[{"id":1,"name":"Sol"},{"id":2,"name":"Suchil"}]', {}],
    [
      "document",
      '{\n"code": "00",\n"data": [{"id":1,"name":"Sol"},{"id":2,"name":"Suchil"}]}',
      { rows: "data" },
    ],
    [
      "document on a line",
      '{"a":{"data":[{"id":1,"name":"Sol"},{"id":2,"name":"Suchil"}]}}',
      { rows: "a.data" },
    ],
    [
      "snapshots",
      '{"stations":[{"id":1,"name":"Sol"}]}\n{"stations":[{"id":2,"name":"Suchil"}]}',
      { rows: "stations" },
    ],
    ["table.csv", "id,name\n1,Sol\n2,Suchil\n", {}],
    ["table of another hand", '\uFEFFid;"name"\r\n1;"Sol"\r\n\r\n2;Suchil\r\n', {}],
    ["table.csv.gz", "id\tname\n1\tSol\n2\tSuchil", {}],
  ])("reads %s", (name, content, settings) => {
    expect(read(name, content, settings)).toEqual(twoRows);
  });

  it("reads quotes, doubled quotes, line breaks and delimiters in fields", () => {
    const content = 'a,b\n"1,5","say ""so"""\n"one\r\ntwo",""\n';
    expect(read("quotes.csv", content)).toEqual([
      '"a":"1,5","b":"say \\"so\\""',
      '"a":"one\\ntwo","b":""',
    ]);
  });

  it("makes numbers of what JSON would write as one, and leaves the rest as text", () => {
    const values = ["0", "-3.25", "007", "1e3", "+1", "", "12345678901234567", "NaN", '"5"'];
    const content = `${values.map((_, i) => `c${i}`).join(",")}\n${values.join(",")}\n`;
    const [row = ""] = read("values.csv", content);
    expect(Object.values(JSON.parse(`{${row}}`) as object)).toEqual([
      0,
      -3.25,
      "007",
      "1e3",
      "+1",
      "",
      "12345678901234567",
      "NaN",
      "5",
    ]);
  });

  it("keeps all digits of a number that needs no change", () => {
    const text = '"id":12345678901234567890,"x":1.0';
    expect(read("digits.ndjson", `{${text}}`)).toEqual([text]);
  });

  it("reads Latin-1 where it is told to, and says so where it is not", () => {
    const content = Buffer.from('{"name":"Chamberí"}', "latin1");
    expect(read("latin", content, { encoding: "latin-1" })).toEqual(['"name":"Chamberí"']);
    expect(read("latin", content)).toEqual([
      "line 1: its bytes are not UTF-8; older files need `encoding: latin-1`",
    ]);
  });

  it("gives members with a reserved name an underscore, as many as it takes", () => {
    const content = '{"type":"a","_type":"b","eventId":5,"90":1}';
    expect(read("clash", content)).toEqual(['"90":1,"__type":"a","_type":"b","_eventId":5']);
  });
});

describe("bad rows", () => {
  it.each([
    ["no JSON", '{"a":1}\n{"a":\n{"a":3}', "line 2: is not JSON"],
    ["no object", "[{},\n7,{}]", "line 2: found 7, expected an object"],
    ["no JSON in a list", '[{"a":1},\n{"a":tru},\n{"a":3}]', "line 2: is not JSON"],
    ["an empty place", "[{},\n,{}]", "line 2: is not JSON"],
    ["too few fields", "a,b\n1,2\n1\n1,2", "line 3: found 1 fields, expected 2 as in the header"],
    ["a stray quote", 'a,b\n1,x"y"\n1,2\n1,2', "line 2: a quote inside a field that is not quoted"],
    ["an open quote", 'a,b\n1,2\n1,2\n1,"x', "line 4: a quote is not closed"],
    ["text after a quote", 'a,b\n1,2\n"x"y,2\n1,2', "line 3: text after a closing quote"],
  ])("tells where and what: %s", (name, content, problem) => {
    const bad = read(name, content).filter((row) => row.startsWith("line"));
    expect(bad).toHaveLength(1);
    expect(bad[0]).toContain(problem);
    expect(read(name, content)).toHaveLength(3);
  });

  it("misses times, keys and lists of rows", () => {
    const content = '{"t":"2026-01-01","k":"a"}\n{"t":"soon","k":"a"}\n{"t":"2026-01-01","k":""}';
    expect(read("times", content, { timestamp: "t", key: "k" }).slice(1)).toEqual([
      'line 2: found "soon" in `t`, ' +
        "expected a time: ISO 8601, or seconds or milliseconds since 1970",
      'line 3: found "" in `k`, expected a key of 1 to 180 characters',
    ]);
    expect(read("rows", '{"a":1}', { rows: "data" })).toEqual([
      "line 1: found nothing in `data`, expected a list of rows",
    ]);
  });

  it.each([
    ["an empty file", "", {}, "is empty"],
    ["a list that does not end", "[{},{", {}, "line 1: the list does not end"],
    ["something after a list", "[{}]\n{}", {}, "line 2: something follows the end of the list"],
    ["a document without `rows`", '{\n"data":[]}', {}, "as in `rows: data`"],
    ["a column twice", "a,a\n1,2", {}, "the header names `a` twice"],
    ["no gzip after all", Buffer.from([0x1f, 0x8b, 1, 2]), {}, "cannot be unpacked"],
  ])("refuses %s", (name, content, settings, problem) => {
    const path = written(name, content);
    const all = () => [...readRows(readPlainly(path, settings), createHash("sha256"))];
    expect(all).toThrow(problem);
  });

  it("refuses what is not there, or is no file", () => {
    const all = (path: string) => [...readRows(readPlainly(path), createHash("sha256"))];
    expect(() => all("/nowhere/at.all")).toThrow("cannot be read");
    expect(() => all("/")).toThrow("is not a file");
  });
});

describe("what was written", () => {
  const rows = fc.array(fc.record({ k: fc.string({ minLength: 1 }), v: fc.jsonValue() }), {
    minLength: 1,
  });

  it("is read back from every format", () => {
    fc.assert(
      fc.property(rows, fc.constantFrom("list", "indented", "lines"), (values, format) => {
        const content =
          format === "lines"
            ? values.map((value) => JSON.stringify(value)).join("\n")
            : JSON.stringify(values, undefined, format === "list" ? 0 : 2);
        const texts = read("written", content);
        expect(texts.map((text) => JSON.parse(`{${text}}`) as unknown)).toEqual(
          JSON.parse(JSON.stringify(values)),
        );
      }),
      { numRuns: 100 },
    );
  });

  it("is read back from quoted CSV, whatever is in the fields", () => {
    const field = fc.string().map((text) => text.replaceAll(/[\r\n]/g, "\n"));
    fc.assert(
      fc.property(fc.array(fc.tuple(field, field), { minLength: 1 }), (values) => {
        const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
        const lines = [["a", "b"], ...values].map((pair) => pair.map(quoted).join(","));
        const texts = read("quoted.csv", lines.join("\n"));
        const parsed = texts.map((text) => JSON.parse(`{${text}}`) as { a: string; b: string });
        expect(parsed.map(({ a, b }) => [a, b])).toEqual(values);
      }),
      { numRuns: 100 },
    );
  });
});
