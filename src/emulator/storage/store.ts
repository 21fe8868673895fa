/** Where a service keeps what it holds. */
export interface Store {
  /**
   * Called once a request, before its answer is sent: what was changed is then as safe as the store
   * promises. It answers a promise only where there is something to wait for.
   *
   * @throws Error where the files cannot be written: the request must not be acknowledged.
   */
  commit(): void | Promise<void>;
  /** Nothing is called after this. */
  close(): void | Promise<void>;
}

/** The answer, once the store has committed what it acknowledges. */
export function committed<T>(store: Store, answer: T): T | Promise<T> {
  const committing = store.commit();
  return committing ? committing.then(() => answer) : answer;
}
