/** What an earlier run saved: all of a stream, or of the account, but the records. */
export interface SavedState {
  /** Names one life of a stream. */
  readonly id: string;
  /** Where it lies, for an error that says so. */
  readonly file: string;
  /** As it was given to `save`, through JSON. */
  readonly state: unknown;
}

/** Where the states of an account and its streams outlive a restart. */
export interface StateStore {
  loadAccount(): SavedState | undefined;
  loadAll(): readonly SavedState[];
  saveAccount(state: unknown): void;
  /** Keeps a stream's state in place of what was there. */
  save(id: string, state: unknown): void;
  /** Removes a stream with all its records. */
  remove(id: string): void;
  /**
   * Called once all streams are restored: the records of shards that none of them has go. A kill
   * left them between the saving of a state and the removal of what it does without.
   */
  discardUnclaimed(): void;
}
