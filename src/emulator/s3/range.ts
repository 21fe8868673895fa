/** Bytes [from, to) of an object; `unsatisfiable` where it has none of those asked for. */
export type RangeResult =
  | { readonly from: number; readonly to: number }
  | "whole"
  | "unsatisfiable";

/**
 * Reads a Range header against an object of `sizeBytes`. What is not one well-formed range of
 * bytes is ignored, also several ranges at once, which GetObject does not support (GetObject API
 * reference).
 */
export function parseRange(header: string | undefined, sizeBytes: number): RangeResult {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? "");
  if (!match) return "whole";
  const [, first = "", last = ""] = match;
  if (first === "") {
    if (last === "") return "whole";
    const suffix = Math.min(Number(last), sizeBytes);
    return suffix === 0 ? "unsatisfiable" : { from: sizeBytes - suffix, to: sizeBytes };
  }
  const from = Number(first);
  if (last !== "" && Number(last) < from) return "whole";
  if (from >= sizeBytes) return "unsatisfiable";
  return { from, to: last === "" ? sizeBytes : Math.min(Number(last) + 1, sizeBytes) };
}
