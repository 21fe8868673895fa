/** The exit codes of the CLI. Where several apply, the first of the documented order is taken. */
export const exitCodes = {
  pass: 0,
  internalError: 1,
  usage: 2,
  correctnessViolated: 3,
  objectiveFailed: 4,
  /** Kept for a regression against a baseline. */
  regression: 5,
  invalidRun: 6,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export type ErrorCode =
  | "usage"
  | "scenario-invalid"
  | "target-unreachable"
  | "provisioning-failed"
  | "stage-failed"
  | "internal";

/** A failure that we expect and can explain: what went wrong, and what to do instead. */
export class AforoError extends Error {
  override readonly name = "AforoError";
  readonly code: ErrorCode;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
  }

  get exitCode(): ExitCode {
    return this.code === "usage" || this.code === "scenario-invalid"
      ? exitCodes.usage
      : exitCodes.internalError;
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}
