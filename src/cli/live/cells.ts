import { stripVTControlCharacters } from "node:util";

/** East Asian wide and full-width forms and pictographs: such a character fills two cells. */
const wide = new RegExp(
  [
    String.raw`[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF]`,
    String.raw`[\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]`,
    String.raw`[\u{1F300}-\u{1FAFF}\u{20000}-\u{3FFFD}]`,
  ].join("|"),
  "u",
);
const withoutWidth = /[\p{Mn}\p{Me}\p{Cf}]/u;

/** The terminal cells that a text fills. It must not hold control characters. */
export function widthOf(text: string): number {
  let cells = 0;
  for (const character of text) cells += cellsOf(character);
  return cells;
}

/** Foreign text in one line that a terminal takes for text alone: no escapes, no line ends. */
export function inOneLine(text: string): string {
  return stripVTControlCharacters(text)
    .replaceAll(/\s+/g, " ")
    .replaceAll(/\p{Cc}/gu, "")
    .trim();
}

/** Cuts a text to so many cells; an ellipsis in the last says that something was cut. */
export function cut(text: string, cells: number): string {
  if (widthOf(text) <= cells) return text;
  if (cells < 1) return "";
  let kept = "";
  let room = cells - 1;
  for (const character of text) {
    room -= cellsOf(character);
    if (room < 0) break;
    kept += character;
  }
  return `${kept}…`;
}

function cellsOf(character: string): number {
  if (withoutWidth.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}
