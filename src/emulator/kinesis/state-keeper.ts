import type { KinesisAccount } from "./account.ts";
import { accountState, readAccountState, restoreChannels } from "./saved-account.ts";
import { restoreStream, streamState } from "./saved-stream.ts";
import type { StateObserver } from "./state-observer.ts";
import type { StateStore } from "./state-store.ts";
import type { Stream } from "./stream.ts";

/**
 * Saves what has changed, in one place and before it is acknowledged. What could not be saved is
 * tried again with the next request: nothing that rests on it is acknowledged in between.
 */
export class StateKeeper implements StateObserver {
  readonly #store: StateStore;
  readonly #changed = new Set<Stream>();
  #isAccountChanged = false;

  constructor(store: StateStore) {
    this.#store = store;
  }

  accountChanged(): void {
    this.#isAccountChanged = true;
  }

  streamChanged(stream: Stream): void {
    this.#changed.add(stream);
  }

  streamGone(stream: Stream): void {
    this.#changed.delete(stream);
    this.#store.remove(stream.id);
  }

  /** The secret of an earlier run, where there was one. */
  savedSecret(): string | undefined {
    const saved = this.#store.loadAccount();
    return saved && readAccountState(saved).secret;
  }

  /**
   * Gives a new account what the earlier runs left.
   *
   * @throws AforoError, or CorruptSegment, where a file is not as it was written.
   */
  restore(account: KinesisAccount): void {
    for (const saved of this.#store.loadAll()) account.add(restoreStream(account, saved));
    this.#store.discardUnclaimed();
    const saved = this.#store.loadAccount();
    if (!saved) return this.accountChanged();
    const state = readAccountState(saved);
    account.commitment.startedMs = state.commitment.startedMs;
    account.commitment.endMs = state.commitment.endMs;
    restoreChannels(account, state);
  }

  /**
   * Called before records are committed: those of a new shard are then never there without it.
   *
   * @throws Error where a file cannot be written.
   */
  save(account: KinesisAccount): void {
    if (this.#isAccountChanged) {
      this.#store.saveAccount(accountState(account));
      this.#isAccountChanged = false;
    }
    for (const stream of this.#changed) {
      this.#store.save(stream.id, streamState(stream));
      this.#changed.delete(stream);
    }
  }
}
