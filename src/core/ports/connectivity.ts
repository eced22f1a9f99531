// Port: whether the service can be reached from here at all, so that sending waits out a gap instead of failing through it.
import type { Result } from "../../shared/result.ts";

/**
 * What stands between this computer and the service.
 *
 * - `unknown`: nothing was tried yet; treat as online.
 * - `offline`: no way out at all (no interface, no route, no name can be resolved).
 * - `captivePortal`: something answers in place of the service: a sign-in page of the network.
 * - `tlsIntercepted`: something ends the encryption with a certificate that is not trusted; `issuer` is the common name it
 *   gives for who signed it, where there is one.
 */
export type ConnectivityState =
  | { readonly kind: "unknown" }
  | { readonly kind: "online" }
  | { readonly kind: "offline" }
  | { readonly kind: "captivePortal" }
  | { readonly kind: "tlsIntercepted"; readonly issuer: string | null };

/** States in which a request has no prospect. */
export type DisconnectedState = Exclude<
  ConnectivityState,
  { readonly kind: "unknown" | "online" }
>;

/** Watches the way to the service. */
export interface Connectivity {
  readonly state: ConnectivityState;
  /** Calls on every change, after it; answers the function that ends it. */
  subscribe(listener: (state: ConnectivityState) => void): () => void;
  /**
   * Looks at once, and resolves with success when requests have a prospect: immediately if the look says so, else when a later
   * one does. Waits without limit; the state says what for. The only failure is the caller's abort.
   */
  waitUntilOnline(
    signal: AbortSignal,
  ): Promise<Result<null, { readonly kind: "cancelled" }>>;
}
