import { formatMistake, type Mistake } from "../core/document/mistake.ts";

/** All that is wrong with a document, line by line, and that nothing came of it. */
export function complaint(mistakes: readonly Mistake[]): string {
  const lines = mistakes.map((mistake) => `${formatMistake(mistake)}\n`).join("");
  const noun = mistakes.length === 1 ? "mistake" : "mistakes";
  return `${lines}\n${mistakes.length} ${noun}; nothing was started\n`;
}
