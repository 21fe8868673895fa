import { z } from "zod";
import { AforoError } from "../../core/errors.ts";
import { CorruptSegment } from "./corrupt-segment.ts";

/** A state that is saved as JSON: an object that says in `format` which of its forms it is in. */
export interface StateForm<T> {
  readonly format: number;
  readonly schema: z.ZodType<T>;
}

const nothingDeleted = "nothing was deleted; move what is damaged away, or take another directory";

/**
 * The JSON that a file holds.
 *
 * @throws AforoError where it is none. The message names the file.
 */
export function parseState(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw damaged(file, (error as Error).message);
  }
}

/**
 * Takes what a file holds for a state of this form.
 *
 * @throws AforoError where it is of another form, as of a newer version, or was altered. The
 *   message names the file.
 */
export function checkState<T>(file: string, value: unknown, form: StateForm<T>): T {
  const { format } = z.looseObject({ format: z.int().optional() }).safeParse(value).data ?? {};
  if (format !== undefined && format > form.format) {
    const known = `this version knows ${form.format}`;
    throw new AforoError("usage", `${file} is of format ${format}: ${known}`, {
      hint: "nothing was changed; take the version that wrote it, or another directory",
    });
  }
  const parsed = form.schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw damaged(file, `${issue?.path.join(".") || "all of it"}: ${issue?.message}`);
}

/** The error of a file that is not as it was written. */
export function damaged(file: string, reason: string): AforoError {
  return new AforoError("internal", `${file} is damaged: ${reason}`, { hint: nothingDeleted });
}

/** The failure to start on damaged segments as one that can be explained; any other as it is. */
export function explainDamage(error: unknown): unknown {
  if (!(error instanceof CorruptSegment)) return error;
  return new AforoError("internal", error.message, { hint: nothingDeleted, cause: error });
}
