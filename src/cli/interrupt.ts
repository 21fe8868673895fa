import { exitCodes } from "../core/errors.ts";

export interface Interrupt {
  /** Aborted by the first Ctrl-C or SIGTERM. */
  readonly signal: AbortSignal;
  ignore(): void;
}

/** The first Ctrl-C or SIGTERM ends what runs in order; the second ends the process. */
export function listenForInterrupt(): Interrupt {
  const controller = new AbortController();
  const listener = () => {
    if (controller.signal.aborted) process.exit(exitCodes.interrupted);
    controller.abort();
  };
  process.on("SIGINT", listener);
  process.on("SIGTERM", listener);
  return {
    signal: controller.signal,
    ignore() {
      process.off("SIGINT", listener);
      process.off("SIGTERM", listener);
    },
  };
}
