// The sign-in with a service as the window sees it.
import type { Failure } from "./failure.ts";
import type { SignInMethod } from "./signInMethod.ts";

/** Drafts used and allowed; allowed null means unlimited (contract section 3). */
export interface DraftQuota {
  readonly used: number;
  readonly allowed: number | null;
}

/** Life of the sign-in with the service in use. */
export type AccountState =
  /** No client id and secret entered yet (Radiopaedia only; the sandbox brings its own). */
  | { readonly kind: "noClient" }
  | { readonly kind: "signedOut" }
  /** The browser was asked to open `authorizeUrl`; shown for copying, since opening can fail silently. */
  | {
      readonly kind: "signingIn";
      readonly method: SignInMethod;
      readonly authorizeUrl: string;
      readonly browserOpened: boolean;
      readonly failure: Failure | null;
    }
  | {
      readonly kind: "signedIn";
      readonly login: string;
      readonly quota: DraftQuota | null;
      /** Last attempt to read login and quota failed; the sign-in itself still stands. */
      readonly failure: Failure | null;
    }
  /** The grant is dead; work is kept and goes on after signing in again. */
  | { readonly kind: "signInAgain"; readonly login: string }
  | { readonly kind: "signInFailed"; readonly failure: Failure };
