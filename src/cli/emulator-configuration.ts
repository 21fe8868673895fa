import { formatMistake } from "../core/document/mistake.ts";
import type { Override } from "../core/document/overrides.ts";
import { readDocument } from "../core/document/read.ts";
import { configurationDocument, type Configuration } from "../emulator/start-up/configuration.ts";

interface Source {
  readonly file: string;
  readonly overrides: readonly Override[];
}

/** The configuration of a text, or all that is wrong with it, line by line. */
export function readConfiguration(
  text: string,
  source: Source,
): { readonly configuration: Configuration } | { readonly complaint: string } {
  const read = readDocument(text, { ...source, schema: configurationDocument });
  if ("value" in read) return { configuration: read.value };
  const lines = read.mistakes.map((mistake) => `${formatMistake(mistake)}\n`).join("");
  const count = read.mistakes.length;
  const noun = count === 1 ? "mistake" : "mistakes";
  return { complaint: `${lines}\n${count} ${noun}; nothing was started\n` };
}
