import { setTimeout as delay } from "node:timers/promises";

/** Waits for `ms`, or until the signal is aborted: it then resolves early and does not throw. */
export async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) return;
  try {
    await delay(Math.max(0, ms), undefined, signal ? { signal } : {});
  } catch (error) {
    if (!signal?.aborted) throw error;
  }
}

/**
 * Runs `task` every `ms` until the returned function is called. Does not keep the process alive.
 */
export function every(ms: number, task: () => void): () => void {
  const timer = setInterval(task, ms);
  timer.unref();
  return () => clearInterval(timer);
}

/** Runs `task` once after `ms` unless the answered function is called before. */
export type After = (ms: number, task: () => void) => () => void;

/** Node runs a timer beyond this at once. */
const longestTimerMs = 2 ** 31 - 1;

/**
 * Runs `task` once after `ms` (or 24.8 days, if that is less), unless the returned function is
 * called before. Does not keep the process alive.
 */
export function after(ms: number, task: () => void): () => void {
  const timer = setTimeout(task, Math.min(Math.max(0, ms), longestTimerMs));
  timer.unref();
  return () => clearTimeout(timer);
}

/** Lets all else that is ready go first: sockets, timers, answers. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/**
 * Runs `task` once what is happening now is over, and all that is waiting to be read from sockets
 * with it, unless the returned function is called before.
 */
export function soon(task: () => void): () => void {
  const handle = setImmediate(task);
  return () => clearImmediate(handle);
}
