import { KinesisError } from "./errors.ts";

/**
 * To be called where a data-plane call has passed all that is checked, before it does anything:
 * a dry run ends there with an error that says so (the API reference has the code, not the words).
 */
export function endDryRun(input: { readonly DryRun?: boolean }): void {
  if (input.DryRun !== true) return;
  throw new KinesisError(
    "DryRunOperationException",
    "Request would have succeeded, but DryRun flag is set.",
  );
}
