// A Connectivity that tests turn on and off.
import type { Connectivity } from "../core/ports/connectivity.ts";
import type { ConnectivityState } from "../shared/network.ts";
import { failed, success, type Result } from "../shared/result.ts";

/** Starts online; `become` changes the state and wakes who waits. */
export class FakeConnectivity implements Connectivity {
  state: ConnectivityState = { kind: "online" };
  /** How many callers wait at this moment. */
  waiting = 0;
  /** What a look does, before anybody waits. */
  look: () => void = () => undefined;
  readonly #listeners = new Set<(state: ConnectivityState) => void>();

  become(state: ConnectivityState): void {
    this.state = state;
    for (const listener of [...this.#listeners]) listener(state);
  }

  subscribe(listener: (state: ConnectivityState) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  async waitUntilOnline(
    signal: AbortSignal,
  ): Promise<Result<null, { readonly kind: "cancelled" }>> {
    this.waiting += 1;
    this.look();
    if (this.state.kind === "tlsIntercepted") this.become(this.state);
    try {
      while (!hasProspect(this.state)) {
        if (signal.aborted) return failed({ kind: "cancelled" });
        await this.#nextChange(signal);
      }
      return signal.aborted ? failed({ kind: "cancelled" }) : success(null);
    } finally {
      this.waiting -= 1;
    }
  }

  #nextChange(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        unsubscribe();
        signal.removeEventListener("abort", done);
        resolve();
      };
      const unsubscribe = this.subscribe(done);
      signal.addEventListener("abort", done, { once: true });
    });
  }
}

function hasProspect({ kind }: ConnectivityState): boolean {
  return kind === "online" || kind === "unknown";
}
