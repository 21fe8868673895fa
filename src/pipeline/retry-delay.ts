/** Doubled up to the last, which is repeated. In milliseconds. */
const delaysMs = [100, 200, 400, 800, 1_600, 3_200];

/** How long to wait before the retry after `attempt` (from 0) failed, of what has to succeed. */
export function retryDelayMs(attempt: number): number {
  return delaysMs[Math.min(attempt, delaysMs.length - 1)] as number;
}
