import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readXml } from "./xml-reader.ts";
import { element, textElement } from "../../wire/xml.ts";
import { urlEncodeKey, xmlDocument } from "./xml-writer.ts";

test("any text that is written is read again", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary-ascii" }), fc.string({ unit: "grapheme" }), (a, b) => {
      const read = readXml(
        xmlDocument("Root", textElement("A", a), element("B", textElement("C", b))),
      );
      expect(read.children[0]?.text).toBe(a);
      expect(read.children[1]?.children[0]?.text).toBe(b);
    }),
  );
});

describe("malformed XML", () => {
  test.each([
    [""],
    ["text"],
    ["<A>"],
    ["<A></B>"],
    ["</A>"],
    ["<A/><B/>"],
    ["<A/>text"],
    ["<A>&nbsp;</A>"],
    ["<A>&amp</A>"],
    ["<A>a & b</A>"],
    ["<A>&#x110000;</A>"],
    ["<A><!-- c --></A>"],
    ["<A><![CDATA[c]]></A>"],
    ['<!DOCTYPE A [<!ENTITY x "y">]><A/>'],
    ["<A b=c/>"],
    ["<A".repeat(20)],
    ["<A>".repeat(20) + "</A>".repeat(20)],
  ])("%s", (source) => {
    expect(() => readXml(source)).toThrow(expect.objectContaining({ code: "MalformedXML" }));
  });
});

test("declaration, namespaces, empty elements and references are read", () => {
  const source = '<?xml version="1.0"?>\n<A xmlns="http://x/"><B/><C>&lt;&#65;&#x42;</C>\n</A>\n';
  expect(readXml(source)).toMatchObject({
    name: "A",
    children: [
      { name: "B", text: "" },
      { name: "C", text: "<AB" },
    ],
  });
});

test.each([
  ["a b/c*d", "a+b/c*d"],
  ["ñ~(+)", "%C3%B1%7E%28%2B%29"],
  ["a_b-c.d", "a_b-c.d"],
])("encoding-type=url writes %s as %s", (key, expected) => {
  expect(urlEncodeKey(key)).toBe(expected);
});
