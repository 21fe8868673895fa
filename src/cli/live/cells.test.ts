import { describe, expect, it } from "vitest";
import { cut, inOneLine, widthOf } from "./cells.ts";

describe("cells", () => {
  it.each([
    ["plain", 5],
    ["Alcalá", 6],
    ["e\u0301", 1],
    ["日本", 4],
    ["▁█░", 3],
    ["\u{1F6B2}", 2],
    ["", 0],
  ])("%j fills as many as a terminal gives it", (text, cells) => {
    expect(widthOf(text)).toBe(cells);
  });

  it.each([
    ["plain", 5, "plain"],
    ["plainer", 5, "plai…"],
    ["日本語", 5, "日本…"],
    ["日本語", 4, "日…"],
    ["x", 0, ""],
  ])("%j is cut to %i", (text, cells, kept) => {
    expect(cut(text, cells)).toBe(kept);
  });

  it("takes foreign text for text alone", () => {
    expect(inOneLine("\u001B[31mred\u001B[0m\r\n  and\tmore\u0007 ")).toBe("red and more");
  });
});
