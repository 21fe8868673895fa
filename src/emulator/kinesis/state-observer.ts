import type { Stream } from "./stream.ts";

/** Is told what has changed of an account, apart from records. */
export interface StateObserver {
  accountChanged(): void;
  streamChanged(stream: Stream): void;
  streamGone(stream: Stream): void;
}

/** Where nothing outlives the process. */
export const unobserved: StateObserver = {
  accountChanged: () => {},
  streamChanged: () => {},
  streamGone: () => {},
};
