import { invalidParameter, SqsError } from "./errors.ts";
import { optionalInteger, optionalText, type JsonObject } from "./fields.ts";

export interface PageRequest {
  /** Names up to this one were on earlier pages; empty for the first page. */
  readonly after: string;
  readonly length: number;
  /** Whether what is left is to be told: only where MaxResults was given. */
  readonly isPaged: boolean;
}

/** Reads MaxResults and NextToken (ListQueues and ListDeadLetterSourceQueues API references). */
export function readPageRequest(input: JsonObject, lengthMax: number): PageRequest {
  const maxResults = optionalInteger(input, "MaxResults");
  if (maxResults !== undefined && (maxResults < 1 || maxResults > lengthMax)) {
    throw invalidParameter(
      "MaxResults",
      maxResults,
      `MaxResults must be an integer between 1 and ${lengthMax}`,
    );
  }
  return {
    after: readToken(optionalText(input, "NextToken") ?? ""),
    length: maxResults ?? lengthMax,
    isPaged: maxResults !== undefined,
  };
}

/** The first of the names that are left, and the token for those after them, if there are any. */
export function pageOf(
  names: readonly string[],
  { length, isPaged }: PageRequest,
): { readonly names: readonly string[]; readonly token: { readonly NextToken?: string } } {
  const page = names.slice(0, length);
  const last = page.at(-1);
  if (!isPaged || page.length === names.length || last === undefined) {
    return { names: page, token: {} };
  }
  return { names: page, token: { NextToken: Buffer.from(last).toString("base64") } };
}

function readToken(token: string): string {
  const name = Buffer.from(token, "base64").toString();
  if (Buffer.from(name).toString("base64") !== token) {
    throw new SqsError("InvalidParameterValueException", "Invalid or expired next token.");
  }
  return name;
}
