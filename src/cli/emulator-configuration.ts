import type { Override } from "../core/document/overrides.ts";
import { readDocument } from "../core/document/read.ts";
import { configurationDocument, type Configuration } from "../emulator/start-up/configuration.ts";
import { complaint } from "./complaint.ts";

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
  return { complaint: complaint(read.mistakes) };
}
