import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitEvents } from "./split-events.ts";

function split(body: string, contentType = ""): unknown {
  const found = splitEvents(Buffer.from(body), contentType);
  if (found.kind === "malformed") return [found.position, found.error];
  return found.events.map(({ bytes }) => bytes.toString());
}

describe("the events of a body", () => {
  it.each([
    ["an object", '{"a":1}', "application/json", ['{"a":1}']],
    ["an object over lines", '{\n "a":1\r\n}\n', "application/json", ['{  "a":1  }']],
    ["a torn object", '{"a"', "application/json", ['{"a"']],
    ["an array", '[{"a":1},{"a":[2,"]"]}]', "", ['{"a":1}', '{"a":[2,"]"]}']],
    ["an array with blanks", ' [ {"a":1} , 2 ] ', "application/json", ['{"a":1}', "2"]],
    ["an array with a gap", "[1,,2]", "", ["1", "", "2"]],
    ["quotes within texts", String.raw`["a\"],[",1]`, "", [String.raw`"a\"],["`, "1"]],
    ["lines", '{"a":1}\r\n\n  {"a":2}', "", ['{"a":1}', '{"a":2}']],
    ["lines that begin an array", "[1]\n[2]", "application/x-ndjson", ["[1]", "[2]"]],
    ["a torn line among lines", '{"a"\n{"a":2}\n', "application/x-ndjson", ['{"a"', '{"a":2}']],
    ["nothing", "", "", [0, "there is no event"]],
    ["blanks", " \n\t", "application/x-ndjson", [0, "there is no event"]],
    ["an empty array", "[ ]", "", [2, "there is no event"]],
    ["an array that is not closed", '[{"a":1},', "", [9, "the array is not closed"]],
    ["a text that is not closed", '[{"a":"1},2]', "", [12, "the array is not closed"]],
    ["something after the array", "[1] x", "", [4, "something follows the array"]],
  ])("%s", (_, body, contentType, expected) => {
    expect(split(body, contentType)).toEqual(expected);
  });

  it("tells where each begins", () => {
    const found = splitEvents(Buffer.from('[ {"ñ":1}, 2]'), "");
    expect(found).toMatchObject({ events: [{ position: 2 }, { position: 12 }] });
  });

  it("are those that were put in, as an array and as lines", () => {
    fc.assert(
      fc.property(fc.array(fc.json(), { minLength: 1, maxLength: 20 }), (texts) => {
        const values = texts.map((text): unknown => JSON.parse(text));
        const parsed = (body: string, type: string) =>
          (split(body, type) as string[]).map((text): unknown => JSON.parse(text));
        expect(parsed(JSON.stringify(values), "application/json")).toEqual(values);
        expect(parsed(JSON.stringify(values, undefined, 2), "application/json")).toEqual(values);
        const lines = values.map((value) => JSON.stringify(value)).join("\n");
        expect(parsed(lines, "application/x-ndjson")).toEqual(values);
      }),
    );
  });
});
