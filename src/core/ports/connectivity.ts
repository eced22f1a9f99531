// Port: whether the service can be reached from here at all, so that sending waits out a gap instead of failing through it.
import type { ConnectivityState } from "../../shared/network.ts";
import type { Result } from "../../shared/result.ts";

/** Watches the way to the service. */
export interface Connectivity {
  readonly state: ConnectivityState;
  /** Calls on every change, after it, and after each look that finds a filter; answers the function that ends it. */
  subscribe(listener: (state: ConnectivityState) => void): () => void;
  /**
   * Looks at once, and resolves with success when requests have a prospect: immediately if the look says so, else when a later
   * one does. Waits without limit; the state says what for. The only failure is the caller's abort.
   */
  waitUntilOnline(
    signal: AbortSignal,
  ): Promise<Result<null, { readonly kind: "cancelled" }>>;
}
